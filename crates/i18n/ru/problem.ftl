# Проблемы: problem-<код> — название, -detail — что делать; fault-<код> — ошибка поля; refusal-<код> — невыполненное условие.
problem-bad_request = Непонятный запрос
problem-bad_request-detail = Сервер не понял запрос. Сверьте его с документацией API.
problem-malformed_body = Неверное тело запроса
problem-malformed_body-detail = Тело запроса — не правильный JSON или имеет другую структуру. Первое место ошибки указано ниже.
problem-invalid_query = Неверный параметр запроса
problem-invalid_query-detail = Один из параметров запроса неизвестен или не читается.
problem-invalid_cursor = Недействительный указатель страницы
problem-invalid_cursor-detail = Откройте список сначала.
problem-invalid_idempotency_key = Неверный Idempotency-Key
problem-invalid_idempotency_key-detail = Ключ пуст, слишком длинный или содержит недопустимые знаки.
problem-invalid_if_match = Неверный If-Match
problem-invalid_if_match-detail = Передайте в If-Match значение ETag последнего чтения.
problem-unauthenticated = Вы не вошли
problem-unauthenticated-detail = Войдите в систему. Если вы уже входили, проверьте почту и пароль.
problem-forbidden = Нет доступа
problem-forbidden-detail = Ваша роль или район не позволяют это сделать. Причины указаны ниже.
problem-foreign_origin = Запрос пришёл с другого сайта
problem-foreign_origin-detail = Ради безопасности это действие выполняется только с самого сайта.
problem-not_found = Не найдено
problem-not_found-detail = По этому адресу ничего нет, или оно вам недоступно.
problem-method_not_allowed = Метод не поддерживается
problem-method_not_allowed-detail = Этот адрес принимает другие методы; они перечислены в Allow.
problem-body_timeout = Запрос не пришёл вовремя
problem-body_timeout-detail = Связь медленная. Отправьте ещё раз.
problem-refused = Сейчас это невозможно
problem-refused-detail = Все причины указаны ниже.
problem-person_taken = Житель связан с другой учётной записью
problem-person_taken-detail = У жителя может быть одна учётная запись. Если это ошибка, придите с документом в акимат района.
problem-act_exists = Такой акт уже внесён
problem-act_exists-detail = Акт этого органа с таким номером и датой уже внесён.
problem-already_member = Уже состоит
problem-already_member-detail = Эта учётная запись уже в составе органа.
problem-already_held = Роль уже назначена
problem-already_held-detail = У этой учётной записи уже есть такая роль.
problem-last_admin = Последний администратор
problem-last_admin-detail = В системе должен остаться хотя бы один администратор. Сначала назначьте другого.
problem-email_taken = Адрес почты занят
problem-email_taken-detail = Учётная запись с этим адресом уже есть.
problem-exists = Уже существует
problem-exists-detail = Такое уже есть, или кто-то создал это мгновением раньше. Загрузите страницу заново.
problem-stale = Данные успели измениться
problem-stale-detail = После вашего чтения кто-то внёс изменения. Обновите страницу и повторите правку.
problem-body_too_large = Запрос слишком большой
problem-body_too_large-detail = Сократите текст или отправьте файл частями.
problem-unsupported_media_type = Неподходящий тип содержимого
problem-unsupported_media_type-detail = Сверьте Content-Type с документацией API.
problem-invalid = Нужно исправить
problem-invalid-detail = Все ошибки указаны ниже.
problem-key_reused = Idempotency-Key уже использован
problem-key_reused-detail = С этим ключом отправлен другой запрос. Возьмите новый ключ.
problem-if_match_required = Нужен If-Match
problem-if_match_required-detail = Для правки передайте ETag последнего чтения в If-Match.
problem-rate_limited = Слишком часто
problem-rate_limited-detail = Подождите немного и повторите.
problem-internal = Ошибка на сервере
problem-internal-detail = Это наша ошибка. Если она повторится, сообщите номер запроса.
problem-unavailable = Сервер занят
problem-unavailable-detail = Ничего не записано. Повторите через несколько секунд.
problem-storage_full = Закончилось место
problem-storage_full-detail = Ничего не записано, чтение работает. Повторите позже.

failure-offline = Не удалось связаться с сервером. Проверьте интернет и повторите.
failure-garbled = Ответ не распознан. Обновите страницу: возможно, вышла новая версия сайта.
failure-status = Сервер ответил кодом { $status }. Повторите позже.
failure-request-id = Номер запроса: { $id }

fault-other = Неверное значение.
fault-required = Заполните это поле.
fault-missing = Этого поля нет.
fault-unknown_field = Такого поля нет.
fault-duplicate_field = Это поле указано дважды.
fault-syntax = JSON здесь нарушен.
fault-type = Нужно значение другого типа.
fault-unknown_code = Такого кода нет.
fault-unknown = Такой записи нет.
fault-email = Проверьте адрес почты, например aigul@example.kz.
fault-length = Длина текста вне допустимых пределов.
fault-range = Число вне допустимых пределов.
fault-out_of_range = Число вне допустимых пределов.
fault-too_many = Слишком много: самое большее { $max }.
fault-password_common = Такой пароль используют многие. Придумайте другой.
fault-date = Проверьте дату, например 2026-09-01.
fault-date_order = Даты идут не по порядку.
fault-not_positive = Укажите число больше нуля.
fault-too_large = Число слишком большое.
fault-duplicate = Это значение повторяется.
fault-iin = ИИН состоит из 12 цифр. Проверьте и введите снова.
fault-iin_digits = ИИН состоит из 12 цифр.
fault-iin_check = В ИИН ошибка: проверьте цифры.
fault-code = Проверьте код из письма.
fault-short_name = Только строчные латинские буквы, цифры и дефис, например districts-2027.
fault-question_id = Только строчные латинские буквы, цифры и подчёркивание, не больше 20 знаков.
fault-not_wanted = Здесь оставьте поле пустым.
fault-wrong_password = Текущий пароль неверен.
fault-hex = Нужны 64 знака: 0–9 и a–f.
fault-one_per_choice = Нужно по одному числу на каждый выбранный проект.
fault-header_wrong = Первая строка должна быть такой: { $expected }
fault-columns_wrong = Столбцов в строке: { $found }, нужно: { $expected }.
fault-not_utf8 = Сохраните файл в кодировке UTF-8.
fault-file_empty = В файле нет ни одного жителя.
fault-too_many_faults = Ошибок больше; показаны первые: { $max }.
fault-strange_characters = Уберите невидимые и управляющие символы.
fault-date_in_future = Эта дата ещё не наступила.
fault-pabulib = Строка { $line }, столбец { $column }: { $fault }
fault-pabulib-unreadable = Файл не читается: { $detail }.
fault-pabulib-not_utf8 = Это не текст в UTF-8.
fault-pabulib-unclosed_quote = Здесь открыта кавычка, и она не закрыта.
fault-pabulib-record_too_long = Запись слишком длинная: самое большее { $most } байт.
fault-pabulib-outside_section = Здесь ожидается META, PROJECTS или VOTES.
fault-pabulib-missing_section = Нет раздела { $section }. Файл полный?
fault-pabulib-misplaced_section = Раздел { $section } не может стоять здесь.
fault-pabulib-missing_meta = В META нет { $name }.
fault-pabulib-duplicate_meta = В META дважды указано { $name }.
fault-pabulib-missing_column = В разделе { $section } нет столбца { $name }.
fault-pabulib-duplicate_column = Столбец { $name } повторяется.
fault-pabulib-wrong_cells = Ячеек в строке: { $found }, в заголовке: { $expected }.
fault-pabulib-not_an_amount = «{ $text }» — не сумма.
fault-pabulib-not_a_count = «{ $text }» — не целое число.
fault-pabulib-negative = «{ $text }» меньше нуля.
fault-pabulib-unknown_vote_type = Неизвестный вид голосования: «{ $text }».
fault-pabulib-empty_id = Идентификатор пуст.
fault-pabulib-duplicate_project = Проект { $id } повторяется.
fault-pabulib-duplicate_voter = Избиратель { $id } повторяется.
fault-pabulib-unknown_project = В бюллетене назван проект { $id }, которого нет в PROJECTS.
fault-pabulib-repeated_project = В бюллетене дважды назван проект { $id }.
fault-pabulib-wrong_points = Проектов в бюллетене: { $choices }, а оценок: { $points }.
fault-pabulib-wrong_count = В META { $name } — { $declared }, а в файле — { $found }. Файл полный?
fault-pabulib-too_many_ballots = Слишком много бюллетеней: самое большее { $most }.
fault-commitment_mismatch = Отпечаток не принадлежит этому бюллетеню: он изменён по пути или устройство посчитало его неверно.
fault-nonce_used = Возьмите другое случайное число и отправьте бюллетень ещё раз.
fault-unknown_ballot_number = Такого номера в бюллетене нет.
fault-unknown_currency = В файле нет известной нам валюты.
fault-unit_missing = В файле не назван город (META, unit).
fault-prefix_taken = Этим префиксом пользуется другой цикл: номер называет один проект. Возьмите другой.
fault-year = В файле неверно указан год голосования.
fault-score = Сумма голосов или баллов слишком велика.
fault-number_prefix = Префикс — от 2 до 12 знаков: A–Z, 0–9 и дефис, например ALM-26.
fault-local_time = Запишите время так: 2026-09-01T00:00:00.
fault-no_window = У этого этапа нет дат, продлевать нечего.
fault-amount_too_fine = Сумма точнее сотой доли валюты.
fault-points_too_fine = Баллы должны быть целыми числами от 0.
fault-acknowledgement = «Принято к сведению» ничего не завершает. Напишите, что сделано или будет сделано, когда и кем, либо откажите со ссылкой на пункт.
fault-not_here = Оставьте пустым: по правилам здесь этого нет.
fault-other_district = Эти деньги другого района.
fault-other_category = Эти деньги другой темы.
fault-no_points = Укажите баллы: по одним нулям делить нечего.
fault-bin = В БИН 12 цифр.
fault-not_of_work = Эта работа не оплачивается из этого конверта.

refusal-sign_in_required = Сначала войдите.
refusal-role_missing = Ни одна из ваших ролей этого не позволяет.
refusal-wrong_district = Ваша роль относится к другому району.
refusal-not_owner = Это может сделать только автор.
refusal-not_a_resident = Учётная запись не связана с реестром жителей. Подтвердите её на странице «Моя страница».
refusal-not_on_behalf = Житель делает это только лично, сотрудник не может за него.
refusal-same_body = Жалобу не может решать тот же орган.
refusal-not_in_phase = Не на этом этапе: { $detail }.
refusal-phase_not_started = Этот этап ещё не начался.
refusal-window_closed = Время этого этапа истекло.
refusal-wrong_state = В нынешнем состоянии нельзя: { $detail }.
refusal-deadline_passed = Срок прошёл.
refusal-no_rules = Правила не опубликованы.
refusal-no_envelopes = Деньги районам не выделены.
refusal-no_contests = Голосование не подготовлено.
refusal-ballot_not_frozen = Бюллетень не утверждён.
refusal-places_missing = Укажите число победителей: голосований, в конвертах которых его нет, — { $count }.
refusal-places_out_of_range = Правила предусматривают другое число победителей ({ $detail }).
refusal-tie_open = Нет решения по проектам с равными голосами.
refusal-act_missing = Нет подтверждающего акта (орган, номер, дата).
refusal-tally_missing = Голоса ещё не подсчитаны.
refusal-rule_not_supported = Система пока не умеет это правило: { $detail }.
refusal-calendar_invalid = В календаре ошибка: { $detail }.
refusal-reason_required = Напишите причину, она будет опубликована.
refusal-clause_required = Укажите пункт правил.
refusal-fact_required = Напишите факт, на котором основан отказ.
refusal-fiscal_year_required = Укажите бюджетный год.
refusal-not_reworked = С момента возврата ничего не изменено.
refusal-merge_target = С этой заявкой объединить нельзя.
refusal-split_parts = Выделенная часть должна отличаться от целого.
refusal-cap_exceeded = Стоимость выше допустимой.
refusal-own_application_exists = У вас или у соавтора уже есть другая заявка в этом цикле: один автор — одна заявка.
refusal-too_many_authors = В заявке нет автора или авторов больше, чем разрешают правила.
refusal-already_supported = Вы уже поддержали эту заявку.
refusal-already_appealed = На это решение жалоба уже подана.
refusal-already_reopened = Вопрос уже открывали повторно.
refusal-not_reopenable = Эту обязанность нельзя открыть снова.
refusal-outside_district = Место находится вне выбранного района.
refusal-unknown_category = В правилах нет такой категории.
refusal-not_an_assembly_member = По этим правилам заявки подают только участники собрания этого района или темы.
refusal-estimate_missing = Нет сметы: добавьте хотя бы одну строку.
refusal-own_proposal = Свою заявку поддержать нельзя.
refusal-merging_not_allowed = По правилам этого цикла заявки не объединяют.
refusal-rework_not_allowed = По правилам этого цикла на доработку не возвращают: примите или отклоните.
refusal-carry_target = В этот цикл перенести нельзя: нужен другой цикл той же программы, который ещё принимает заявки.
refusal-already_funded = Проект победил на голосовании: его не переносят, а строят.
refusal-already_author = Этот человек уже среди авторов.
refusal-last_author = У заявки должен остаться хотя бы один автор. Если нужно, заберите заявку.
refusal-already_invited = Этого человека уже пригласили, ответа пока нет.
refusal-not_eligible_age = Возраст не подходит под правила.
refusal-not_eligible_registration = Нет регистрации, которой требуют правила.
refusal-not_eligible_district = Только для жителей этого района.
refusal-not_eligible_document = Нет документа, которого требуют правила.
refusal-proof_level_too_low = Нужно подтвердить личность: кодом из письма или в акимате района.
refusal-action_not_open = Правила никому не открывают это действие.
refusal-not_on_roll = Вас нет в списке голосующих. Если это ошибка, обратитесь в акимат района.
refusal-ballot_empty = Выберите хотя бы один проект.
refusal-too_many_choices = Выбрано слишком много проектов.
refusal-too_few_choices = Выбрано слишком мало проектов.
refusal-choices_not_ascending = Номера в бюллетене идут не по возрастанию.
refusal-choice_repeated = Проект выбран дважды.
refusal-unknown_ballot_number = Такого номера в бюллетене нет.
refusal-choices_wrong_kind = Бюллетень другого вида.
refusal-incompatible_choices = Выбраны несовместимые проекты.
refusal-too_many_points = Баллов слишком много.
refusal-unknown_grade = Такой оценки нет.
refusal-budget_exceeded = Стоимость выбранных проектов больше бюджета.
refusal-commitment_mismatch = Похоже, голос изменился по пути. Обновите страницу и отправьте снова.
refusal-ballot_not_replaceable = По правилам отданный голос не меняется.
refusal-already_voted = Вы уже проголосовали: сменить место голосования больше нельзя.
refusal-not_choosable = Здесь выбирать нечего: кто участвует, определяют правила.
refusal-component_required = Бюллетени этого голосования публикуются по частям: укажите одну из них: { $detail }.
refusal-points_not_positive = Каждому выбранному проекту нужен хотя бы один балл.
refusal-amount_not_positive = Сумма должна быть больше нуля.
refusal-not_enough_money = На счёте недостаточно денег.
refusal-accounts_not_allowed = Между этими счетами переводить нельзя.
refusal-amount_too_large = Сумма слишком большая.
refusal-not_a_reversal = Сторно не соответствует исправляемой записи или уже сделано.
refusal-fiscal_year_over = Финансовый { $detail } год закончился: его счета закрыты.
refusal-act_not_of_maslikhat = Перенести деньги на следующий год может только акт маслихата.
refusal-already_withdrawn = Это решение уже отозвано.
refusal-not_by_formula = По правилам эти деньги делят не по формуле.
refusal-already_allocated = Эти деньги уже распределены.
refusal-money_announced = Конвертов, в которых уже есть деньги: { $count }. По формуле делят до того, как деньги объявлены.
refusal-date_in_future = Дата в будущем.

refusal-reviews_pending = { $count ->
    [one] { $count } заявка ещё ждёт проверки.
    [few] { $count } заявки ещё ждут проверки.
   *[other] { $count } заявок ещё ждут проверки.
}
refusal-supporters_missing = { $count ->
    [one] Для рассмотрения не хватает поддержки { $count } жителя.
   *[other] Для рассмотрения не хватает поддержки { $count } жителей.
}
refusal-appeals_open = { $count ->
    [one] { $count } жалоба ещё не решена.
    [few] { $count } жалобы ещё не решены.
   *[other] { $count } жалоб ещё не решены.
}
refusal-translations_missing = { $count ->
    [one] У { $count } проекта нет перевода (казахского или русского).
   *[other] У { $count } проектов нет перевода (казахского или русского).
}
refusal-unsettled = Часть суммы договора не оплачена и не сэкономлена.
refusal-below_paid = Сумма меньше уже оплаченной.
refusal-ends_by_act = Такую обязанность словами не завершить: она завершится сама, когда будет сделано то, чего она требует (ответ, проверка, решение, акт, ремонт или отчёт).
refusal-duties_open = { $count ->
    [one] Не выполнена { $count } обязанность.
    [few] Не выполнены { $count } обязанности.
   *[other] Не выполнено { $count } обязанностей.
}
fault-too_short = { $min ->
    [one] Нужен хотя бы { $min } знак.
    [few] Нужно не меньше { $min } знаков.
   *[other] Нужно не меньше { $min } знаков.
}
fault-too_long = { $max ->
    [one] Нужно не больше { $max } знака.
   *[other] Нужно не больше { $max } знаков.
}
fault-password_too_short = { $min ->
    [one] В пароле должно быть не меньше { $min } знака.
   *[other] В пароле должно быть не меньше { $min } знаков.
}
fault-password_too_long = { $max ->
    [one] В пароле должно быть не больше { $max } знака.
   *[other] В пароле должно быть не больше { $max } знаков.
}
refusal-window_open = Текущий этап ещё не закончился.
fault-url = Ссылка должна начинаться с https://.
fault-elsewhere = Этот шаг делается в другом месте: договор — в договорах, приёмка — по акту, дефект — в дефектах.
fault-not_later = Новая дата должна быть позже прежней.
fault-not_an_image = Это не изображение JPEG, PNG или WebP, либо файл повреждён.
fault-image_too_big = Изображение слишком велико: до 12 000 точек по стороне и до 50 миллионов всего.
fault-animated = Анимация не принимается.
refusal-item_exceeded = Сумма работ больше стоимости проекта. Осталось (тиын): { $detail }.
refusal-item_not_funded = Акт не выделил денег этому проекту: номер в бюллетене { $detail }.
refusal-warranty_over = Гарантийный срок закончился.
refusal-already_answered = Ответ уже дан: оценку изменить нельзя.
refusal-survey_answered = Вы уже ответили на этот опрос.
refusal-too_many_photos = Достигнуто предельное число фото: { $detail }.
refusal-contracts_open = { $count ->
    [one] Действует { $count } договор: сначала завершите или расторгните его.
    [few] Действуют { $count } договора: сначала завершите или расторгните их.
   *[other] Действуют { $count } договоров: сначала завершите или расторгните их.
}
refusal-defects_open = { $count ->
    [one] Не устранён { $count } дефект.
    [few] Не устранены { $count } дефекта.
   *[other] Не устранены { $count } дефектов.
}
