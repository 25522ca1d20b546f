# Слова для значений: ключ = <набор>-<код>.
lang-kk = Қазақша
lang-ru = Русский
lang-en = English

currency-KZT = тенге
currency-EUR = евро
currency-PLN = злотый
currency-USD = доллар США
currency-CHF = швейцарский франк
currency-HUF = форинт
currency-KRW = вона
currency-BRL = бразильский реал

stage-planning = Планирование
stage-approval = Утверждение
stage-execution = Исполнение
stage-reporting = Отчётность

programme-kind-district = Программа района
programme-kind-city = Общегородская программа
programme-kind-school = Школьная программа
programme-kind-theme = Тематическая программа

phase-setup = Подготовка
phase-proposals = Приём заявок
phase-review = Проверка заявок
phase-rework = Доработка авторами
phase-re_review = Повторная проверка
phase-appeals = Рассмотрение жалоб
phase-frozen = Бюллетень утверждён
phase-voting = Голосование
phase-results = Подведение итогов
phase-delivery = Реализация проектов
phase-reports = Отчёты
phase-closed = Завершено
phase-cancelled = Отменено

proposal-state-draft = Черновик
proposal-state-submitted = Подана
proposal-state-under_review = На проверке
proposal-state-needs_changes = Нужна доработка
proposal-state-rejected = Отклонена
proposal-state-appealed = Обжалуется
proposal-state-eligible = Допущена к голосованию
proposal-state-finally_rejected = Окончательно отклонена
proposal-state-frozen = В бюллетене
proposal-state-withdrawn = Отозвана автором
proposal-state-merged = Объединена с другой
proposal-state-carried_over = Перенесена на следующий цикл

contest-state-prepared = Готовится
contest-state-open = Идёт голосование
contest-state-counting = Идёт подсчёт
contest-state-counted = Голоса подсчитаны
contest-state-decided = Результат утверждён
contest-state-recorded = Внесено из источника
contest-state-annulled = Признано недействительным

ballot-item-state-listed = В бюллетене
ballot-item-state-decided = Решение принято

item-outcome-funded = Будет профинансирован
item-outcome-not_funded = Не профинансирован

work-state-planned = Запланирована
work-state-design = Проектируется
work-state-tender = Идёт конкурс
work-state-tender_failed = Конкурс не состоялся
work-state-awarded = Определён победитель
work-state-contracted = Заключён договор
work-state-in_progress = Ведутся работы
work-state-completed = Работы завершены
work-state-accepted = Принята
work-state-deferred = Отложена
work-state-reduced = Объём сокращён
work-state-terminated = Прекращена досрочно
work-state-cancelled = Отменена
work-state-warranty = Гарантийный ремонт

contract-state-signed = Подписан
contract-state-active = Исполняется
contract-state-completed = Исполнен
contract-state-settled = Расчёты завершены
contract-state-terminated = Расторгнут

channel-web = Через сайт
channel-counter = В акимате, с помощью сотрудника
channel-app = Через другое приложение
channel-import = Загружено из данных
channel-desk = Кабинет сотрудника

role-organiser = Организатор
role-reviewer = Проверяющий
role-council_member = Член совета
role-moderator = Модератор
role-clerk = Сотрудник приёмной
role-executor = Исполнитель
role-finance = Финансист
role-auditor = Аудитор
role-admin = Администратор

body-kind-expert_council = Экспертный совет
body-kind-appeal_commission = Апелляционная комиссия
body-kind-district_akimat = Акимат района
body-kind-city_akimat = Акимат города
body-kind-department = Управление
body-kind-maslikhat = Маслихат
body-kind-committee = Комитет
body-kind-assembly = Собрание
body-kind-delegate_forum = Форум делегатов
body-kind-school = Школа
body-kind-inspection_committee = Контрольный комитет

selection-appointed = Назначены
selection-elected = Избраны
selection-lot = Выбраны по жребию
selection-ex_officio = По должности
selection-open = Открыто для всех жителей

review-kind-formal = Формальная проверка
review-kind-clearance = Согласование
review-kind-council = Рассмотрение советом
review-kind-appeal = Рассмотрение жалобы

review-decision-accept = Принять
review-decision-return = Вернуть на доработку
review-decision-reject = Отклонить

duty-kind-review_proposal = Проверить заявку
duty-kind-answer_question = Ответить на вопрос
duty-kind-decide_appeal = Решить по жалобе
duty-kind-re_review_proposal = Повторно проверить доработанную заявку
duty-kind-confirm_result = Утвердить результат
duty-kind-open_phase = Открыть этап
duty-kind-publish_report = Опубликовать отчёт
duty-kind-answer_dispute = Ответить на спор
duty-kind-repair_defect = Устранить дефект

duty-ending-done = Выполнено
duty-ending-decided = Решение принято
duty-ending-declined = Отказано с обоснованием
duty-ending-removed = Повод отпал

comment-kind-comment = Комментарий
comment-kind-question = Вопрос
comment-kind-official_answer = Официальный ответ

registration-permanent = Постоянная регистрация
registration-temporary = Временная регистрация
registration-none = Без регистрации

proof-level-account = Только учётная запись
proof-level-register = Подтверждено по реестру жителей
proof-level-in_person = Документ показан лично

resident-action-propose = Подать заявку
resident-action-support = Поддержать
resident-action-comment = Комментировать
resident-action-vote = Голосовать
resident-action-appeal = Обжаловать
resident-action-verdict = Оценить результат

ledger-account-outside = Вне бюджета
ledger-account-announced = Объявлено
ledger-account-available = Доступно
ledger-account-reserved = Зарезервировано
ledger-account-committed = Законтрактовано
ledger-account-paid = Оплачено
ledger-account-saved = Сэкономлено
ledger-account-surrendered = Возвращено в бюджет
ledger-account-lapsed = Сгорело в конце года
ledger-account-next_year = Перенесено на следующий год

entry-kind-announce = Объявление
entry-kind-approve = Утверждение
entry-kind-top_up = Пополнение
entry-kind-cut = Сокращение
entry-kind-transfer = Перевод
entry-kind-reserve = Резервирование
entry-kind-contract = Заключение договора
entry-kind-pay = Оплата
entry-kind-save = Экономия
entry-kind-reuse = Использование экономии
entry-kind-surrender = Возврат в бюджет
entry-kind-lapse = Сгорание в конце года
entry-kind-carry = Перенос на следующий год
entry-kind-bring_forward = Поступление из прошлого года
entry-kind-reversal = Сторно

ledger-fault-gap = номер записи пропущен или занят дважды
ledger-fault-order = записи стоят не по порядку
ledger-fault-refused = запись нарушает правило
ledger-fault-balance = остаток счёта неверен
ledger-fault-sum = счета не сходятся к нулю

ballot-kind-approval = Выбор нескольких проектов
ballot-kind-knapsack = Выбор в пределах бюджета
ballot-kind-cumulative = Распределение баллов
ballot-kind-ranked = Расстановка по порядку
ballot-kind-choose_one = Выбор одного проекта
ballot-kind-graded = Оценка каждого проекта

cycle-event-open_proposals = Открыть приём заявок
cycle-event-open_review = Начать проверку
cycle-event-open_rework = Открыть доработку
cycle-event-open_re_review = Начать повторную проверку
cycle-event-open_appeals = Открыть приём жалоб
cycle-event-freeze = Утвердить бюллетень
cycle-event-open_voting = Открыть голосование
cycle-event-close_voting = Закрыть голосование
cycle-event-confirm_results = Утвердить результаты и перейти к реализации
cycle-event-open_reports = Начать отчётность
cycle-event-close = Закрыть цикл
cycle-event-cancel = Отменить цикл
cycle-event-extend = Продлить срок
cycle-event-annul_vote = Признать голосование недействительным

proposal-event-submit = Заявка подана
proposal-event-take_up = Взята на проверку
proposal-event-return = Возвращена на доработку
proposal-event-resubmit = Подана повторно после доработки
proposal-event-accept = Допущена к голосованию
proposal-event-reject = Отклонена
proposal-event-appeal = Подана жалоба
proposal-event-uphold_appeal = Жалоба удовлетворена
proposal-event-dismiss_appeal = Жалоба отклонена
proposal-event-freeze = Включена в бюллетень
proposal-event-withdraw = Отозвана автором
proposal-event-merge_into = Объединена с другой заявкой
proposal-event-split_off = Часть выделена в отдельную заявку
proposal-event-expire_rework = Не доработана в срок
proposal-event-expire_support = Не набрала поддержки в срок
proposal-event-carry_over = Перенесена на следующий цикл

duty-standing-open = В работе
duty-standing-overdue = Просрочено
duty-standing-met = Выполнено в срок
duty-standing-late = Выполнено с опозданием
duty-standing-removed = Повод отпал

document-kind-identity_card = Удостоверение личности
document-kind-passport = Паспорт
document-kind-residence_permit = Вид на жительство
document-kind-stateless_certificate = Удостоверение лица без гражданства
document-kind-foreign_passport = Иностранный паспорт

district-rule-own = Только в своём районе
district-rule-any = В любом районе
district-rule-chosen = В одном выбранном районе

calendar-fault-missing_window = Нет срока этапа
calendar-fault-unexpected_window = Лишний этап
calendar-fault-empty_window = Этап кончается раньше начала
calendar-fault-out_of_order = Этапы идут не по порядку
calendar-fault-gap = Между этапами разрыв
calendar-fault-overlap = Этапы пересекаются
calendar-fault-appeals_too_short = Мало дней на жалобы
calendar-fault-voting_too_short = Мало дней на голосование
calendar-fault-unknown_zone = Неизвестный часовой пояс
calendar-fault-no_such_local_time = Такого местного времени нет

area-city = Весь город
area-district = Район
area-region = Область
area-theme = Тема
area-school = Школа

allocation-equal = Всем поровну
allocation-declared = Установлено решением
allocation-formula = По формуле

proposers-residents = Жители
proposers-anyone = Кто угодно
proposers-assemblies = Собрания

electorate-residents = Жители
electorate-committee = Комитет
electorate-assembly = Собрание
electorate-school = Школьное сообщество
electorate-components = Несколько групп с долями

counting-kind-greedy = По числу голосов, пока хватает денег
counting-kind-equal_shares = Метод равных долей
counting-kind-majority_judgement = Мажоритарное суждение
counting-kind-weighted_components = Взвешенная сумма оценок
counting-kind-formula_allocation = Распределение по формуле

count-limit-money = В пределах денег
count-limit-number = В пределах числа проектов

tie-break-cheaper = Дешевле
tie-break-more_expensive = Дороже
tie-break-earlier = Поданный раньше
tie-break-more_supporters = У кого больше сторонников
tie-break-lower_number = С меньшим номером
tie-break-lot = Жребий
tie-break-decision = Решение комиссии

work-event-start_design = Начато проектирование
work-event-pass_expertise = Получено заключение экспертизы
work-event-announce_tender = Объявлен конкурс
work-event-fail_tender = Конкурс не состоялся
work-event-award = Определён победитель
work-event-sign_contract = Подписан договор
work-event-start = Начаты работы
work-event-deliver_part = Сдана часть
work-event-complete = Работы завершены
work-event-accept = Принято по акту
work-event-refuse_acceptance = В приёмке отказано
work-event-defer = Отложено
work-event-resume = Возобновлено
work-event-reduce = Объём сокращён
work-event-terminate = Прекращено досрочно
work-event-cancel = Отменено
work-event-claim_warranty = Найден дефект в гарантийный срок
work-event-order_repair = Устранение назначено снова
defect-state-owed = Не устранён
defect-state-declined = В устранении отказано
defect-state-repaired = Устранён
contract-event-activate = Начато исполнение
contract-event-amend = Заключено дополнительное соглашение
contract-event-complete = Исполнен
contract-event-settle = Расчёты завершены
contract-event-terminate = Расторгнут
verdict-kind-confirm = Подтверждаю: всё сделано
verdict-kind-dispute = Не согласен
photo-subject-update = Новость
photo-subject-verdict = Оценка жителя
photo-subject-defect = Дефект

report-kind-project = Паспорт проекта
report-kind-district = Отчёт района
report-kind-city = Отчёт города
report-state-draft = Черновик
report-state-published = Опубликован
delivery-not_started = Не начато
delivery-underway = Выполняется
delivery-late = С опозданием
delivery-delivered = Выполнено в срок
delivery-delivered_late = Выполнено с опозданием
delivery-deferred = Перенесено на другой год
delivery-cancelled = Отменено
question-kind-scale = Оценка от 1 до 5
question-kind-yes_no = Да или нет
question-kind-choice = Один ответ
