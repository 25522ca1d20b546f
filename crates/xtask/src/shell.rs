//! The static pages that load the application: `index.html` (citizens) and `desk.html` (officials).

use crate::Outcome;

/// What a shell says and points to.
pub struct Links<'a> {
    /// Language of the page.
    pub lang: &'a str,
    /// Name of the site in that language.
    pub title: &'a str,
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
    /// Other cities' rules, explained.
    pub models: &'a str,
    /// The worker that counts a contest again.
    pub recount: &'a str,
    /// Language and address of its texts.
    pub texts: &'a [(&'static str, String)],
}

/// The script that starts `js` with `wasm`. When it cannot (an old browser, a broken download) the
/// shell's own words stay on the page, with the hint unhidden.
///
/// The texts of the address's language are asked for at once, so that they come beside the application.
pub fn boot(js: &str, wasm: &str, texts: &[(&str, String)]) -> String {
    let js = js.trim_start_matches("/assets/");
    let texts: Vec<String> = texts.iter().map(|(lang, address)| format!("{lang}: \"{address}\"")).collect();
    let texts = texts.join(", ");
    format!(
        r#"import init from "./{js}";
const failed = (why) => {{
  console.error(why);
  const hint = document.getElementById("app-failed");
  if (hint) hint.hidden = false;
}};
const texts = {{ {texts} }};
const lang = location.pathname.split("/").find((part) => part in texts);
if (lang) fetch(texts[lang]);
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
    let texts: Vec<String> = links.texts.iter().map(|(lang, address)| format!("data-{lang}=\"{address}\"")).collect();
    let page = template
        .replace("{{texts}}", &texts.join(" "))
        .replace("{{lang}}", links.lang)
        .replace("{{title}}", links.title)
        .replace("{{boot}}", links.boot)
        .replace("{{js}}", links.js)
        .replace("{{wasm}}", links.wasm)
        .replace("{{css}}", links.css)
        .replace("{{models}}", links.models)
        .replace("{{recount}}", links.recount)
        .replace("{{icon}}", links.icon);
    if let Some(at) = page.find("{{") {
        let rest: String = page[at..].chars().take(20).collect();
        return Err(format!("unknown placeholder in a shell: {rest}").into());
    }
    Ok(page)
}
