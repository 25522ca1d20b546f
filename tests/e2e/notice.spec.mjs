// Nobody takes the sample for the truth: every page of both apps says that Almaty's data are made up, and pages of imported
// elections say where their data come from and under what licence. The pages are those that the routes name, so that a new
// one is looked at, too.
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { get, signIn } from './people.mjs';

const root = new URL('../../', import.meta.url);
const source = readFileSync(new URL('frontend/src/route.rs', root), 'utf8');
const texts = readFileSync(new URL('crates/i18n/ru/common.ftl', root), 'utf8');
const sample = texts.match(/^footer-sample = (.+)$/m)[1];

/** The addresses that an enum of routes names. */
function routes(name) {
  const body = source.match(new RegExp(`pub enum ${name}[^{]*\\{([\\s\\S]*?)\\n\\}`))[1];
  return [...body.matchAll(/#\[at\("([^"]+)"\)\]/g)].map((found) => found[1]);
}

/** Puts a thing of the sample into the `:…` of an address. */
function filled(path, things) {
  return path.replace(/\/([a-z-]+)\/:([a-z]+)/g, (_, of, name) => {
    const thing = things[`${of}/:${name}`] ?? things[of];
    if (!thing) throw new Error(`name a row of the sample for ${path} (:${name})`);
    return `/${of}/${thing}`;
  });
}

async function things(request) {
  const { items: cycles } = await get(request, '/cycles');
  const cycle = cycles.find((one) => one.sample && one.phase === 'voting');
  const building = cycles.find((one) => one.sample && one.phase === 'delivery');
  const { items: works } = await get(request, `/cycles/${building.id}/works`);
  const { items: reports } = await get(request, `/reports?cycle_id=${building.id}`);
  const { items: contests } = await get(request, `/cycles/${cycle.id}/contests`);
  const { items: projects } = await get(request, `/projects?cycle_id=${cycle.id}&limit=1`);
  return {
    cycles: cycle.id, rules: cycle.id, contests: contests[0].id, projects: projects[0].number, proposals: projects[0].id,
    works: (works[0] ?? projects[0]).id, 'works/:cycle': building.id, money: building.id, reports: building.id, report: (reports[0] ?? projects[0]).id, contracts: (works[0] ?? projects[0]).id,
  };
}

for (const [app, prefix, who] of [['Route', '', 'resident.auezov'], ['DeskRoute', '/desk', 'organiser']]) {
  test(`every page of ${prefix || 'the residents'} says that the data are a sample`, async ({ page, request }) => {
    test.setTimeout(240_000);
    const named = await things(request);
    await signIn(page, `${prefix}/ru`, who);
    const silent = [];
    for (const path of routes(app)) {
      const address = `${prefix}/ru${filled(path, named)}`;
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const notice = page.locator('footer .notice', { hasText: sample });
      await notice.waitFor({ timeout: 5_000 }).catch(() => silent.push(address));
    }
    expect(silent).toEqual([]);
  });
}

test('pages of an imported election name source and licence, and are no sample', async ({ page, request }) => {
  const { items: cycles } = await get(request, '/cycles');
  const cycle = cycles.find((one) => one.source);
  const { items: contests } = await get(request, `/cycles/${cycle.id}/contests`);
  const { items: projects } = await get(request, `/projects?cycle_id=${cycle.id}&limit=1`);
  expect(projects[0].external_id).toBeTruthy();
  for (const path of [`/contests/${contests[0].id}/result`, `/projects/${projects[0].id}`]) {
    await page.goto(`/ru${path}`);
    const footer = page.locator('footer.site-footer');
    await expect(footer).toContainText(cycle.source.attribution);
    await expect(footer).toContainText(cycle.source.licence);
    await expect(footer.getByRole('link', { name: cycle.source.name })).toHaveAttribute('href', cycle.source.url);
    await expect(footer.locator('.notice')).toHaveCount(0);
  }
});

test('a sample whose vote is over says so on its pages', async ({ page }) => {
  await page.route('**/api/v1/cycles', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    for (const cycle of body.items) if (cycle.sample && cycle.phase === 'voting') cycle.phase = 'results';
    await route.fulfill({ json: body });
  });
  await page.goto('/ru/sign-in');
  await expect(page.locator('footer .notice')).toContainText('qatysu demo --reset');
});
