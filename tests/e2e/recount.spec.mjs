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

// The demo has no such contest: its answers are made here, by arithmetic of our own; Seoul's real ones stand in tests/story/cities.
const PARTS = [
  { id: 'line', weight: 50, ballots: ['1,2', '1', '2', '1,3', '1', '2,4', '1,2', '4'] },
  { id: 'committee', weight: 40, ballots: ['3', '3,4', '3,2', '4'] },
  { id: 'school', weight: 10, ballots: ['4', '2,4', '1'] },
];

/// A contest of the demo, as if three electorates had decided it: 50, 40 and 10 per cent.
async function weighted(page, request, tamper = () => {}) {
  const [{ id }] = await contests(request, 'decided');
  const [contest, result] = [await get(request, `/contests/${id}`), await get(request, `/contests/${id}/result`)];
  const envelope = contest.envelopes[0];
  result.items = result.items.slice(0, 4).map((item, at) => ({
    ...item, number: at + 1, cost: 1_000_000 * (at + 1), envelope_id: envelope.id, deviation: null,
  }));
  contest.envelopes = [{ ...envelope, budget: 7_500_000 }];
  contest.counting_rule.kind = 'weighted_components';
  contest.counting_rule.components = PARTS.map((part) => ({
    id: part.id, name: { kk: `${part.id} kk`, ru: `${part.id} ru` }, electorate: 'residents', weight_percent: part.weight,
  }));
  const chosen = (part, number) => part.ballots.filter((choices) => choices.split(',').includes(String(number))).length;
  const everybody = PARTS.reduce((product, part) => product * part.ballots.length, 1);
  const joint = (number) => PARTS.reduce((sum, part) => sum + part.weight * chosen(part, number) * everybody / part.ballots.length, 0);
  const item = (number) => String(number).padStart(5, '0');
  const scores = (num, den) => [1, 2, 3, 4].map((n) => ({ item: item(n), score: { num: String(num(n)), den: String(den) } }));
  let left = 7_500_000;
  const winners = [1, 2, 3, 4].sort((a, b) => joint(b) - joint(a) || a - b).filter((n) => {
    const fits = 1_000_000 * n <= left;
    if (fits) left -= 1_000_000 * n;
    return fits;
  });
  const voters = PARTS.reduce((sum, part) => sum + part.ballots.length, 0);
  const components = PARTS.map((part) => ({ name: part.id, weight: part.weight }));
  result.ballots = voters;
  result.items.forEach((one) => {
    one.score = PARTS.reduce((sum, part) => sum + chosen(part, one.number), 0);
    one.outcome = winners.includes(one.number) ? 'funded' : 'not_funded';
  });
  result.counts = [{
    envelope_id: envelope.id,
    outcome: {
      rule: { method: { name: 'weighted_components', components, share_of: 'voters', misfit: 'skip' }, ties: [{ by: 'number' }] },
      winners: winners.map(item), cost: 7_500_000 - left, budget: 7_500_000, scale: 2, voters, verdicts: [], ties: [], rounds: [],
    },
    components: PARTS.map((part, at) => ({ ...components[at], voters: part.ballots.length, scores: scores((n) => chosen(part, n), part.ballots.length) })),
    scores: scores(joint, 100 * everybody),
  }];
  tamper(result);
  const file = (part) => ['META', 'key;value', 'description;x', 'country;x', 'unit;x', 'instance;1', 'num_projects;4',
    `num_votes;${part.ballots.length}`, 'budget;75000.00', 'vote_type;approval', 'rule;unknown', 'PROJECTS', 'project_id;cost;name',
    ...[1, 2, 3, 4].map((n) => `${n};${n}0000.00;p${n}`), 'VOTES', 'voter_id;vote',
    ...part.ballots.map((choices, row) => `${row + 1};${choices}`)].join('\n') + '\n';
  const asked = [];
  const at = (tail) => new RegExp(`/api/v1/contests/${id}${tail}`);
  await page.context().route(at('$'), (route) => route.fulfill({ json: contest }));
  await page.context().route(at('/result$'), (route) => route.fulfill({ json: result }));
  await page.context().route(at('/ballots\\.pb'), (route) => {
    const name = new URL(route.request().url()).searchParams.get('component');
    asked.push(name);
    const part = PARTS.find((one) => one.id === name);
    return part ? route.fulfill({ body: file(part), contentType: 'text/plain' }) : route.fulfill({ status: 409, json: {} });
  });
  return { contest, asked };
}

test('weighted components are counted again, each from its own public file', async ({ page, request }) => {
  const { contest, asked } = await weighted(page, request);
  const { table, wrong } = await count(page, contest);
  await expect(page.getByText(/^Совпадает\. Посчитано бюллетеней: 15/)).toBeVisible();
  expect(asked.sort()).toEqual(['committee', 'line', 'school']);
  for (const part of PARTS) {
    await expect(page.locator('.notice li', { hasText: `${part.id} ru` })).toContainText(/совпадает$/);
    await expect(page.locator(`a[href$="ballots.pb?component=${part.id}"]`)).toContainText(`${part.id} ru`);
  }
  await expect(table.locator('tbody tr')).toHaveCount(4);
  // 50 · 5/8 + 10 · 1/3 = 34.58 %.
  await expect(table.locator('tbody tr').first()).toContainText('34,58 %');
  await expect(table.locator('tbody tr').filter({ hasText: 'не совпадает' })).toHaveCount(0);
  expect(wrong).toEqual([]);
});

test('a share of one component that was tampered with differs', async ({ page, request }) => {
  const { contest } = await weighted(page, request, (result) => {
    result.counts[0].components[1].scores[2].score.num = '4';
  });
  const { table } = await count(page, contest);
  await expect(page.getByText(/^Не совпадает\./)).toBeVisible();
  await expect(page.locator('.notice li', { hasText: 'committee ru' })).toContainText('не совпадает');
  await expect(table.locator('tbody tr').filter({ hasText: 'не совпадает' })).toHaveCount(1);
});
