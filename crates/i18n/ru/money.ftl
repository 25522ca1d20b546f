# Деньги цикла: откуда пришли и куда ушли.
money-title = Деньги
money-lead = Каждый тенге каждого бюджета — от объявления до последней оплаты. Цифры — суммы из открытой книги учёта.
money-link = Деньги: откуда пришли и куда ушли
money-envelopes = Бюджеты
money-envelope = Бюджет
money-paid = Оплачено
money-bound = В резерве или по договорам
money-free = Ещё не распределено
money-lost = Сгорело или возвращено
money-flow = { $envelope }: { $year } финансовый год
money-year-end = Что забрал конец { $year } года
money-lapsed = сгорело
money-carried = перенесено на { $year } год: { $body }, № { $number } от { $date }
money-empty = Деньги ещё не объявлены.
money-ledger = Все записи (CSV)
money-balanced = Книга учёта сходится: проверено { $date }, записей пересчитано: { $count }; ни один тенге не исчез и не появился ниоткуда.
money-unbalanced = Книга учёта не сходится: проверка { $date } нашла ошибку (записей: { $count }). Акимат обязан объяснить её.
