// Count it yourself: the visitor's own browser counts the public ballots and says whether the published result agrees.
import { expect, test } from '@playwright/test';
import { get } from './people.mjs';

async function contests(request, wanted) {
  const found = [];
  for (const cycle of (await get(request, '/cycles')).items) {
    for (const contest of (await get(request, `/cycles/${cycle.id}/contests`)).items) {
      if (contest.state === wanted) found.push(contest);
    }
  }
  return found;
}

async function count(page, contest) {
  const wrong = [];
  // Nobody is signed in, and the page asked: that 401 is no fault. A breach of the content policy would be one.
  const fault = (message) => message.type() === 'error' && !message.text().includes('401');
  page.on('console', (message) => fault(message) && wrong.push(message.text()));
  await page.goto(`/ru/contests/${contest.id}/result`);
  await page.getByRole('button', { name: 'Скачать бюллетени и посчитать' }).click();
  const table = page.locator('table', { hasText: 'По каждому проекту' });
  await expect(table).toBeVisible({ timeout: 30_000 });
  return { table, wrong };
}

for (const state of ['recorded', 'decided']) {
  test(`a ${state} result is counted again in the browser and agrees`, async ({ page, request }) => {
    const [contest] = await contests(request, state);
    test.skip(!contest, `the demo has no ${state} contest`);
    const result = await get(request, `/contests/${contest.id}/result`);
    const { table, wrong } = await count(page, contest);
    await expect(page.getByText(/^Совпадает\. Посчитано бюллетеней/)).toBeVisible();
    const rows = table.locator('tbody tr');
    await expect(rows).toHaveCount(result.items.length);
    await expect(rows.filter({ hasText: 'не совпадает' })).toHaveCount(0);
    expect(wrong).toEqual([]);
  });
}

test('a result that was tampered with differs, project by project', async ({ page, request }) => {
  const [contest] = await contests(request, 'recorded');
  const result = await get(request, `/contests/${contest.id}/result`);
  result.items[0].score += 1;
  await page.context().route(`**/api/v1/contests/${contest.id}/result`, (route) => route.fulfill({ json: result }));
  const { table } = await count(page, contest);
  await expect(page.getByText(/^Не совпадает\./)).toBeVisible();
  await expect(table.locator('tbody tr').filter({ hasText: 'не совпадает' })).toHaveCount(1);
});
