// After the vote: an executor builds and answers for it, finance pays, the district reports.
import { expect, test } from '@playwright/test';
import { get, signIn } from './people.mjs';

/** The demo's cycle in delivery. */
async function delivery(request) {
  const { items } = await get(request, '/cycles');
  return items.find((one) => one.city === 'almaty' && one.phase === 'delivery');
}

test('an executor sets a milestone, moves it with a reason and tells the news', async ({ page, request }) => {
  const cycle = await delivery(request);
  await signIn(page, '/desk/ru', 'executor.medeu');
  await page.goto(`/desk/ru/cycles/${cycle.id}/works`);
  await expect(page.locator('main ol.cards > li').first()).toBeVisible();
  const { items } = await get(request, `/cycles/${cycle.id}/works?state=in_progress&limit=100`);
  const { districts } = await get(request, '/cities/almaty');
  const medeu = districts.find((one) => one.code === 'medeu');
  const work = items.find((one) => one.district_id === medeu.id);
  await page.goto(`/desk/ru/works/${work.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(work.name.ru);

  const name = `Освещение включено ${Date.now()}`;
  await page.locator('summary', { hasText: 'Добавить веху' }).click();
  await page.getByRole('button', { name: 'Добавить веху' }).click();
  await expect(page.locator('#milestone-name-kk-fault')).toContainText('казахском');
  await page.locator('#milestone-name-kk').fill('Жарық қосылды');
  await page.locator('#milestone-name-ru').fill(name);
  const day = (days) => new Date(Date.parse(work.due_on) + days * 86_400_000).toISOString().slice(0, 10);
  await page.locator('#milestone-due_on').fill(day(1));
  await page.getByRole('button', { name: 'Добавить веху' }).click();
  await expect(page.locator('#milestone-due_on-fault')).toContainText('Не позже срока работы');
  await page.locator('#milestone-due_on').fill(day(0));
  await page.getByRole('button', { name: 'Добавить веху' }).click();
  const milestone = page.locator('li.card', { hasText: name });
  await milestone.locator('summary', { hasText: 'Перенести срок' }).click();
  await milestone.locator('details[open] input[type=date]').fill(day(9));
  await milestone.locator('details[open] textarea').first().fill('Кабель кешікті.');
  await milestone.locator('details[open] textarea').last().fill('Кабель привезли позже.');
  await milestone.locator('details[open] button[type=submit]').click();
  await expect(milestone).toContainText('Кабель привезли позже.');

  const news = `Опоры стоят. ${Date.now()}`;
  await page.locator('summary', { hasText: 'Добавить новость' }).click();
  await page.locator('#news-text-kk').fill('Тіректер орнатылды.');
  await page.locator('#news-text-ru').fill(news);
  await page.locator('details[open] button[type=submit]').last().click();
  await expect(page.locator('article.card', { hasText: news })).toBeVisible();
});

test('a dispute is answered with what is done, not with an acknowledgement', async ({ page, request }) => {
  const cycle = await delivery(request);
  await signIn(page, '/desk/ru', 'executor.auezov');
  const { items } = await get(request, `/cycles/${cycle.id}/works?limit=100`);
  const { districts } = await get(request, '/cities/almaty');
  const auezov = districts.find((one) => one.code === 'auezov');
  let dispute;
  for (const brief of items.filter((one) => one.district_id === auezov.id && one.disputes > 0)) {
    const work = await get(request, `/works/${brief.id}`);
    if (work.verdicts.some((one) => one.duty && !one.duty.ended_at)) dispute = work;
  }
  await page.goto(`/desk/ru/works/${dispute.id}`);
  const open = page.locator('li.card', { has: page.locator('summary', { hasText: 'Завершить обязанность' }) });
  await open.locator('summary').click();
  const texts = open.locator('textarea');
  await texts.first().fill('Назарға алынды');
  await texts.last().fill('Принято к сведению');
  await open.getByRole('button', { name: 'Завершить и опубликовать' }).click();
  await expect(open.locator('.field.wrong > .fault')).toHaveCount(2);
  await texts.first().fill('Жабынның 20 м² бөлігі 10 желтоқсанға дейін ауыстырылады.');
  await texts.last().fill('До 10 декабря подрядчик заменит 20 м² покрытия.');
  await open.getByRole('button', { name: 'Завершить и опубликовать' }).click();
  await expect(page.locator('main')).toContainText('До 10 декабря подрядчик заменит 20 м² покрытия.');
});

test('finance pays under a contract and reads the books', async ({ page, request }) => {
  const cycle = await delivery(request);
  await signIn(page, '/desk/ru', 'finance');
  const { items } = await get(request, `/contracts?cycle_id=${cycle.id}`);
  const contract = items.find((one) => one.state === 'active' && one.paid < one.amount);
  await page.goto(`/desk/ru/contracts/${contract.id}`);
  await page.locator('summary', { hasText: 'Записать платёж' }).click();
  const form = page.locator('details[open]');
  await form.getByRole('button', { name: 'Записать платёж' }).click();
  await expect(page.locator('#pay-document-fault')).toBeVisible();
  await page.locator('#pay-amount').fill('1 000');
  await page.locator('#pay-document').fill(`ПП-${Date.now()}`);
  const work = page.locator('#pay-work_id');
  if ((await work.inputValue()) === '') await work.selectOption({ index: 1 });
  const answered = page.waitForResponse((one) => one.request().method() === 'POST' && one.url().endsWith('/payments'));
  await form.getByRole('button', { name: 'Записать платёж' }).click();
  expect((await answered).status()).toBe(201);

  await page.goto(`/desk/ru/cycles/${cycle.id}/money`);
  await expect(page.locator('table tbody tr').first()).toBeVisible();
  await expect(page.locator('main ol.cards > li').first()).toContainText('Оплата');
  await page.locator('summary', { hasText: 'Сделать запись' }).click();
  await page.locator('#post-kind').selectOption('top_up');
  await page.getByRole('button', { name: 'Записать в книгу' }).click();
  await expect(page.locator('#post-act_id-fault')).toBeVisible();
});

test('a report is begun, saved and published with frozen figures', async ({ page, request }) => {
  const cycle = await delivery(request);
  await signIn(page, '/desk/ru', 'executor.turksib');
  await page.goto(`/desk/ru/cycles/${cycle.id}/reports`);
  await page.locator('summary', { hasText: 'Начать отчёт' }).click();
  const { items } = await get(request, `/cycles/${cycle.id}/works?limit=100`);
  const { districts } = await get(request, '/cities/almaty');
  const turksib = districts.find((one) => one.code === 'turksib');
  const project = items.find((one) => one.district_id === turksib.id && one.projects.length > 0).projects[0].number;
  await page.locator('#begin-kind').selectOption('project');
  await page.locator('#begin-project').fill(project);
  await page.locator('#begin-text-kk').fill('Жоба салынып жатыр.');
  await page.locator('#begin-text-ru').fill('Проект строится.');
  await page.getByRole('button', { name: 'Начать отчёт' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(project);
  await page.locator('#f-text-ru').fill('Проект строится, покрытие уложено.');
  await expect(page.locator('main')).toContainText('Текст не сохранён');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  const publish = page.getByRole('button', { name: 'Опубликовать отчёт' });
  await expect(publish).toBeVisible();
  await publish.click();
  await expect(page.locator('main .hash')).toContainText(/[0-9a-f]{64}/);
});

test('an executor is shown no form of another district\'s contract or work', async ({ page, request }) => {
  const cycle = await delivery(request);
  const { districts } = await get(request, '/cities/almaty');
  const own = districts.find((one) => one.code === 'turksib').id;
  const { items: contracts } = await get(request, `/contracts?cycle_id=${cycle.id}`);
  const { items: works } = await get(request, `/cycles/${cycle.id}/works?limit=100`);
  await signIn(page, '/desk/ru', 'executor.turksib');
  for (const [kind, all] of [['contracts', contracts], ['works', works]]) {
    const open = (one) => !['settled', 'terminated', 'cancelled'].includes(one.state);
    for (const mine of [true, false]) {
      const one = all.find((one) => open(one) && (one.district_id === own) === mine);
      test.skip(!one, `the demo has no such ${kind}`);
      await page.goto(`/desk/ru/${kind}/${one.id}`);
      await expect(page.locator('main dl.facts').first()).toBeVisible();
      await page.waitForLoadState('networkidle');
      if (mine) await expect(page.locator('main form').first()).toBeAttached();
      else await expect(page.locator('main form')).toHaveCount(0);
    }
  }
});

test('a defect is reported, called repaired, and ordered again because the repair did not hold', async ({ page, request }) => {
  const cycle = await delivery(request);
  const { districts } = await get(request, '/cities/almaty');
  const own = districts.find((one) => one.code === 'nauryzbay').id;
  const { items } = await get(request, `/cycles/${cycle.id}/works?state=accepted&limit=100`);
  const work = items.find((one) => one.district_id === own);
  await signIn(page, '/desk/ru', 'executor.nauryzbay');
  await page.goto(`/desk/ru/works/${work.id}`);
  await page.locator('summary', { hasText: 'Сообщить о дефекте' }).click();
  await page.locator('#defect-text-kk').fill('Тақтатас шөкті.');
  await page.locator('#defect-text-ru').fill('Плитка просела.');
  await page.getByRole('button', { name: 'Сообщить о дефекте' }).click();
  const defect = page.locator('li.card', { hasText: 'Плитка просела.' });
  await expect(defect.locator('.badge')).toHaveText('Не устранён');
  // While the repair is owed there is nothing to order.
  await expect(defect.locator('summary', { hasText: 'Назначить устранение снова' })).toHaveCount(0);

  await defect.locator('summary', { hasText: 'Отметить устранение' }).click();
  await defect.locator('textarea').first().fill('Қайта төселді.');
  await defect.locator('textarea').last().fill('Переложена.');
  await defect.getByRole('button', { name: 'Отметить устранение' }).click();
  await expect(defect.locator('.badge')).toHaveText('Устранён');

  await defect.locator('summary', { hasText: 'Назначить устранение снова' }).click();
  const order = defect.getByRole('button', { name: 'Назначить устранение снова' });
  await order.click();
  await expect(defect.locator('.field.wrong > .fault')).toHaveCount(2);
  await defect.locator('textarea').first().fill('Жауыннан кейін қайта шөкті.');
  await defect.locator('textarea').last().fill('После дождя просела снова.');
  await order.click();
  await expect(defect.locator('.badge')).toHaveText('Не устранён');
  await expect(defect).toContainText('Переложена.');
  await expect(page.locator('main')).toContainText('После дождя просела снова.');
});
