# Слова, общие для всех страниц.
app-name = Qatysu
app-tagline = Бюджет народного участия Алматы
app-desk = Qatysu · кабинет сотрудника
page-title = { $page } · Qatysu
page-title-error = Ошибка: { $page } · Qatysu

skip-to-content = Перейти к содержанию
nav-label = Главное меню
nav-home = Главная
nav-projects = Проекты
nav-propose = Подать заявку
nav-vote = Голосовать
nav-results = Результаты
nav-duties = Доска обязанностей
nav-rules = Правила
nav-account = Моя страница
nav-sign-in = Войти
nav-sign-out = Выйти
nav-languages = Язык
nav-desk = Кабинет сотрудника
nav-citizen = Сайт для жителей

footer-sample = Это образец: данные об Алматы придуманы и только показывают, как работает система.
footer-sample-over = Это образец: данные об Алматы придуманы. Голосование в образце завершено; новое начинает «qatysu demo --reset».
footer-source = Источник данных:
footer-osm = Границы районов: © участники OpenStreetMap, лицензия ODbL.
footer-api = Документация открытого API
footer-help = Нужна помощь? В акимате района сотрудник поможет и подать заявку, и проголосовать.

loading = Загружается…
load-failed = Не удалось загрузить
retry = Повторить
not-found-title = Страница не найдена
not-found-text = Возможно, ссылка устарела или в адресе опечатка.
not-found-home = На главную
sign-in-needed = Войдите, чтобы увидеть эту страницу.
empty-list = Пока пусто.
back = Назад
save = Сохранить
cancel = Отмена
send = Отправить
edit = Изменить
remove = Убрать
add = Добавить
close = Закрыть
continue = Продолжить
show-more = Показать ещё
page-next = Следующая страница
page-previous = Предыдущая страница
pager-label = Страницы
filter = Фильтр
filter-apply = Показать
filter-reset = Сбросить фильтр
search = Поиск
all = Все
yes = Да
no = Нет
unknown = Неизвестно
until = до { $date }
from-to = { $from } — { $to }
updated-at = Обновлено: { $time }
copy = Скопировать
copied = Скопировано
print = Распечатать
show-table = Показать таблицей

count-projects = { $count ->
    [one] { $count } проект
    [few] { $count } проекта
   *[other] { $count } проектов
}
count-votes = { $count ->
    [one] { $count } голос
    [few] { $count } голоса
   *[other] { $count } голосов
}
count-supports = { $count ->
    [one] { $count } голос поддержки
    [few] { $count } голоса поддержки
   *[other] { $count } голосов поддержки
}
count-comments = { $count ->
    [one] { $count } комментарий
    [few] { $count } комментария
   *[other] { $count } комментариев
}
count-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[other] { $count } дней
}
days-left = { $count ->
    [one] остался { $count } день
    [few] осталось { $count } дня
   *[other] осталось { $count } дней
}
hours-left = { $count ->
    [one] остался { $count } час
    [few] осталось { $count } часа
   *[other] осталось { $count } часов
}
last-day = Последний день

form-error-title = Исправьте, пожалуйста
form-optional = необязательно
form-choose = Выберите
form-required = Заполните это поле.
form-too-long = Слишком длинно: не больше { $max } знаков.
form-too-short = Слишком коротко: не меньше { $min } знаков.
form-number = Введите число, например 1500.
form-money = Введите сумму в тенге, например 1 500 000.
form-email = Проверьте адрес почты, например aigul@example.kz.
form-characters-left = { $count ->
    [one] остался { $count } знак
    [few] осталось { $count } знака
   *[other] осталось { $count } знаков
}
form-sending = Отправляется…

map-title = Карта районов Алматы
map-hint = Выберите район. Те же районы есть в списке.
envelope-title = Деньги района
envelope-total = Всего
envelope-row = { $district }: { $amount }

page-first = Первая страница
nav-my-duties = Мои обязанности
nav-queue = Очередь проверки
nav-cycles = Циклы

date-long = { $day } { $month } { $year } г.
date-time = { $date }, { $time }
month-1 = января
month-2 = февраля
month-3 = марта
month-4 = апреля
month-5 = мая
month-6 = июня
month-7 = июля
month-8 = августа
month-9 = сентября
month-10 = октября
month-11 = ноября
month-12 = декабря
