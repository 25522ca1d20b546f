//! The static pages that load the application: `index.html` (citizens) and `desk.html` (officials).

use crate::Outcome;

/// Addresses that a shell points to.
pub struct Links<'a> {
    /// The script that starts the application; external, because our CSP refuses inline scripts.
    pub boot: &'a str,
    /// wasm-bindgen's glue.
    pub js: &'a str,
    /// The application.
    pub wasm: &'a str,
    /// The only style sheet.
    pub css: &'a str,
    /// The icon.
    pub icon: &'a str,
}

/// The script that starts `js` with `wasm`. When it cannot (an old browser, a broken download) the
/// shell's own words stay on the page, with the hint unhidden.
pub fn boot(js: &str, wasm: &str) -> String {
    let js = js.trim_start_matches("/assets/");
    format!(
        r#"import init from "./{js}";
const failed = (why) => {{
  console.error(why);
  const hint = document.getElementById("app-failed");
  if (hint) hint.hidden = false;
}};
if (typeof WebAssembly === "object") {{
  init({{ module_or_path: "{wasm}" }}).catch(failed);
}} else {{
  failed("no WebAssembly");
}}
"#
    )
}

/// Fills a template of `frontend/static`; a placeholder left over is an error.
pub fn render(template: &str, links: &Links) -> Outcome<String> {
    let page = template
        .replace("{{boot}}", links.boot)
        .replace("{{js}}", links.js)
        .replace("{{wasm}}", links.wasm)
        .replace("{{css}}", links.css)
        .replace("{{icon}}", links.icon);
    if let Some(at) = page.find("{{") {
        let rest: String = page[at..].chars().take(20).collect();
        return Err(format!("unknown placeholder in a shell: {rest}").into());
    }
    Ok(page)
}
