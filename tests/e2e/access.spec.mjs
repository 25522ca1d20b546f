// Everybody takes part: no serious finding of axe on the pages residents need, and a vote without a mouse.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { get, signIn } from './people.mjs';

async function check(page, name) {
  await expect(page.locator('main .loading')).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  const grave = violations.filter((one) => ['serious', 'critical'].includes(one.impact));
  expect(grave.map((one) => `${name}: ${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}

for (const lang of ['kk', 'ru']) {
  test(`axe finds nothing serious (${lang})`, async ({ page, request }) => {
    const { items } = await get(request, '/projects?limit=1&sort=most_supported');
    await signIn(page, `/${lang}`, 'resident.auezov');
    const contests = await page.request.get('/api/v1/me/contests').then((answer) => answer.json());
    const pages = ['/', '/projects', `/projects/${items[0].number}`, `/contests/${contests.items[0].contest.id}/ballot`, '/me', '/vote'];
    for (const path of pages) {
      await page.goto(`/${lang}${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForLoadState('networkidle');
      await check(page, path);
    }
  });
}

test('a vote needs no mouse', async ({ page }) => {
  await page.goto('/kk/sign-in');
  /** Tabs until the focus is where it is wanted; fails when it never gets there. */
  const tabTo = async (selector) => {
    for (let presses = 0; presses < 120; presses += 1) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reaches ${selector}`);
  };
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.locator('.skip')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await tabTo('#f-email');
  await page.keyboard.type('resident.medeu@qatysu.example');
  await tabTo('#f-password');
  await page.keyboard.type('qatysu-demo-alma');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/kk\/?$/);

  await tabTo('a[href="/kk/vote"]');
  await page.keyboard.press('Enter');
  await expect(page.locator('main .card a.button')).toBeVisible();
  await tabTo('main .card a.button');
  await page.keyboard.press('Enter');
  await expect(page.locator('.ballot-item').first()).toBeVisible();
  await tabTo('.ballot-item input');
  await page.keyboard.press('Space');
  await expect(page.locator('.ballot-item input').first()).toBeChecked();
  await tabTo('.basket > button.button');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2 })).toBeFocused();
  await tabTo('main form button[type=submit]');
  await page.keyboard.press('Enter');
  await expect(page.locator('.receipt .tracking')).toBeVisible();
});
