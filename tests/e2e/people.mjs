// What several stories need: addresses, accounts of the demo, signing in as people do.
import { expect } from '@playwright/test';

/** Password of every account of the demo; it protects nothing but sample data. */
export const PASSWORD = 'qatysu-demo-alma';

/** Signs in on the page of the app (`/kk`, `/desk/ru`). */
export async function signIn(page, app, who) {
  await page.goto(`${app}/sign-in`);
  await page.locator('#f-email').fill(`${who}@qatysu.example`);
  await page.locator('#f-password').fill(PASSWORD);
  await page.locator('main form button[type=submit]').click();
  await expect(page).toHaveURL(new RegExp(`${app}/?$`));
}

/** Reads something public. */
export async function get(request, path) {
  const answer = await request.get(`/api/v1${path}`);
  expect(answer.ok(), path).toBeTruthy();
  return answer.json();
}
