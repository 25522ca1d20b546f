# Кабинет сотрудника.
desk-nothing-owed = Невыполненных обязанностей у вас нет.
desk-oldest-overdue = Самая давняя просроченная обязанность
desk-next = Следующая обязанность
desk-all = Все обязанности: { $count }, просрочено: { $overdue }
desk-was-due = Срок был:
desk-do-review = Проверить заявку
desk-do-appeal = Решить по жалобе
desk-do-answer = Ответить на вопрос
desk-do-cycle = Открыть цикл

desk-end = Завершить обязанность
desk-end-how = Как завершена
desk-end-done = Выполнено
desk-end-decided = Решение принято
desk-end-declined = Отказано со ссылкой на пункт
desk-end-submit = Завершить и опубликовать
desk-decline = Отказать со ссылкой на пункт
desk-note = Что сделано или решено
desk-public = Текст будет опубликован. Напишите на казахском и на русском.
desk-clause = Пункт правил
desk-clause-hint = Например, 3.2

desk-queue-count = Ждут проверки: { $count }, всего: { $all }
desk-queue-start = Начать с самой давней
desk-queue-empty = Таких заявок нет.
desk-queue-kind = Что сделать
desk-queue-keys = Перейдите в список клавишей Tab, затем j — следующая, k — предыдущая, Enter — открыть.

desk-revision = Редакция { $number }
desk-criteria = Критерии
desk-decide = Решение
desk-decide-submit = Опубликовать решение
desk-office = От чьего имени
desk-no-office = Вы не состоите в органе, которому правила поручают проверять эту заявку.
desk-decision = Решение
desk-fact = Факт, на котором основано решение
desk-fact-hint = То, что можно проверить: адрес, площадь, номер документа.
desk-reason = Причина
desk-no-decision = Сейчас решение по этой заявке не принимается. Состояние: { $state }.
desk-next-in-queue = Следующая заявка в очереди
desk-appeal-uphold = Удовлетворить жалобу: заявка допускается к голосованию
desk-appeal-dismiss = Отклонить жалобу: решение остаётся в силе

desk-answer-title = Ответ на вопрос
desk-proposal-text = Текст заявки
desk-no-questions = Вопросов без ответа по этому проекту нет.
desk-answer-text = Официальный ответ
desk-answer-hint = Напишите, что будет сделано, когда и кем. «Принято к сведению» — не ответ.
desk-answer-lang = Язык ответа
desk-answer-submit = Опубликовать ответ

desk-next-steps = Что может быть дальше
desk-no-steps = Следующих шагов в этом цикле нет.
desk-steps-done = Что уже было
desk-step-ready = Готово
desk-step-not-yet = Ещё не готово
desk-leads-to = Следующий этап: { $phase }
desk-from = Начало:
desk-checklist = Что должно быть выполнено
desk-all-met = Все условия выполнены.
desk-exception = Исключение: нужна публичная причина
desk-act = Акт, на котором это основано
desk-by-calendar = началось само, по календарю
desk-by-official = начал сотрудник

desk-calendar = Календарь
desk-zone = Местное время ({ $zone })
desk-phase = Этап
desk-starts = Начало
desk-ends = Последняя минута
desk-not-extendable = Срок нынешнего этапа продлить нельзя.
desk-extend = Продлить срок
desk-extend-text = Нынешний этап закончится позже, все следующие сдвинутся на столько же. Причина публикуется.
desk-new-end = Новое время окончания
desk-new-end-hint = Местное время: с этого момента этап закрыт.
desk-new-end-fault = Выберите день и время.
