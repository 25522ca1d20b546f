# Правила простыми словами.
rules-title = Правила
rules-lead = Правила цикла простыми словами. За каждым предложением стоит опубликованный документ.
rules-version = Версия { $number }
rules-published = Опубликованы: { $date }
rules-hash = Отпечаток документа (SHA-256): { $hash }
rules-reason = Причина изменения
rules-document = Полный документ
rules-versions = Все версии
rules-models-title = Как в других городах
rules-models-lead = Правила четырёх городов, записанные по одной форме и рассказанные простыми словами. Система умеет все четыре.
rules-all-supported = Все эти правила система умеет выполнять.
rules-unsupported = Чего система пока не умеет:
rules-none = Правила этого цикла ещё не опубликованы.

rules-section-money = Деньги
rules-section-proposals = Заявки
rules-section-vote = Голосование и подсчёт
rules-section-other = Прочее

rules-formula-criterion = Критерий распределения — { $name }, вес { $weight }.
rules-cap-mrp = Стоимость проекта — не больше { $multiplier } МРП (по МРП { $year } года — { $amount }).
rules-cap-amount = Стоимость проекта — не больше { $amount }.
rules-no-cap = Предела стоимости проекта нет.
rules-proposers = Подают заявки: { $by }.
rules-one-object = Одна заявка — один объект.
rules-merging = Похожие заявки могут объединить.
rules-no-merging = Заявки не объединяют.
rules-rework = Возвращённую заявку автор может доработать и подать снова.
rules-no-rework = На доработку не возвращают: заявку принимают или отклоняют.
rules-opens-with-account = Начать заявку может любой зарегистрированный пользователь.
rules-eligibility = { $action }: { $proof }; район: { $district }.
rules-registration = { $action }: вид регистрации — { $registration }.
rules-body = { $task }: { $name } ({ $selection }).
rules-contest = Голосование «{ $name }»: { $area }, голосуют — { $electorate }.
rules-ballot-knapsack = Выберите сколько угодно проектов в пределах бюджета.
rules-ballot-choose-one = Выберите один проект.
rules-ballot-replaceable = До закрытия голосования выбор можно изменить.
rules-ballot-final = Отданный голос не меняется.
rules-counting-greedy = Проекты берутся по числу голосов; те, на которые денег не хватает, пропускаются.
rules-counting-equal-shares = У каждого голосующего равная доля денег; проект оплачивают те, кто его поддержал.
rules-counting-majority-judgement = Проекты упорядочены по медианной оценке.
rules-counting-weighted-components = Результат — взвешенная сумма нескольких оценок.
rules-counting-formula-allocation = Деньги распределяются по формуле.
rules-component = { $name }: { $percent } %.
rules-limit-money = Проекты финансируются, пока есть деньги.
rules-tie-break = При равенстве голосов, шаг { $step }: { $rule }.
rules-not-supported = Система пока не умеет: { $rule }.

rule-ballot_classes_open = группы бюллетеня без категорий
rule-equal_shares_by_number = равные доли при заданном числе победителей
rule-weighted_components_ranked = взвешенная сумма при расстановке по порядку
rule-weighted_components_graded = взвешенная сумма при оценках
rule-reserved_places_by_money = закреплённые места там, где решают деньги
rule-district_chosen_components = взвешенная сумма при выборе района жителем
rule-tie_break_lot = жребий

rule-fault-empty = Пусто.
rule-fault-text_missing = Нет казахского или русского текста.
rule-fault-bad_id = Краткое имя состоит из строчных латинских букв и цифр.
rule-fault-repeated = Повторяется.
rule-fault-unknown = В документе такого нет.
rule-fault-not_positive = Должно быть больше нуля.
rule-fault-cap_form = Предел задаётся либо в МРП, либо суммой.
rule-fault-unknown_mrp_year = МРП этого года неизвестен.
rule-fault-field_missing = Нет нужного поля.
rule-fault-field_unused = В таком правиле этого поля нет.
rule-fault-out_of_range = Числа противоречат друг другу.
rule-fault-weights_not_100 = Сумма весов не равна 100.
rule-fault-task_not_entrusted = Эта задача никому не поручена.
rule-fault-same_body = Проверяет и решает жалобы один и тот же орган.
rule-fault-calendar = В календаре ошибка.

body-task-formal_review = Формальная проверка
body-task-clearance = Согласование
body-task-council_review = Рассмотрение советом
body-task-appeals = Рассмотрение жалоб
body-task-confirm_result = Утверждение результата
body-task-proposing = Подача заявок
body-task-voting = Голосование
body-task-delivery = Реализация
body-task-account = Отчёт
body-task-inspection = Контроль

rules-envelopes-equal = { $total ->
    [none] { $name }: { $area }, частей — { $count }, деньги делятся поровну.
   *[other] { $name }: { $area }, частей — { $count }, { $total } делятся поровну.
}
rules-envelopes-declared = { $total ->
    [none] { $name }: { $area }, частей — { $count }, суммы устанавливает решение.
   *[other] { $name }: { $area }, частей — { $count }, всего { $total }, суммы устанавливает решение.
}
rules-envelopes-formula = { $total ->
    [none] { $name }: { $area }, частей — { $count }, деньги делятся по формуле.
   *[other] { $name }: { $area }, частей — { $count }, { $total } делятся по формуле.
}
rules-applications = { $count ->
    [one] Один автор подаёт не больше { $count } заявки.
   *[other] Один автор подаёт не больше { $count } заявок.
}
rules-supporters = { $count ->
    [one] Заявке нужна поддержка хотя бы { $count } жителя.
   *[other] Заявке нужна поддержка хотя бы { $count } жителей.
}
rules-minimum-age = { $age ->
    [one] { $action }: не моложе { $age } года.
   *[other] { $action }: не моложе { $age } лет.
}
rules-delegates = { $name }: до { $present } участников — один делегат на каждые { $per } человек.
rules-delegates-beyond = { $name }: сверх этого — один делегат на каждые { $per } человек.
rules-ballot-approval = { $max ->
    [none] Выберите сколько угодно проектов.
    [one] Выберите не больше { $max } проекта.
   *[other] Выберите не больше { $max } проектов.
}
rules-ballot-ranked = { $max ->
    [none] Расставьте проекты по порядку.
    [one] Расставьте по порядку не больше { $max } проекта.
   *[other] Расставьте по порядку не больше { $max } проектов.
}
rules-ballot-cumulative = { $points ->
    [one] Распределите { $points } балл между проектами.
    [few] Распределите { $points } балла между проектами.
   *[other] Распределите { $points } баллов между проектами.
}
rules-ballot-graded = { $grades ->
    [one] Оцените каждый проект: { $grades } ступень.
    [few] Оцените каждый проект: { $grades } ступени.
   *[other] Оцените каждый проект: { $grades } ступеней.
}
rules-ballot-class = { $max ->
    [one] В группе «{ $name }» — не больше { $max } проекта.
   *[other] В группе «{ $name }» — не больше { $max } проектов.
}
rules-limit-number = { $total ->
    [none] Победителей — от { $min } до { $max }.
   *[other] Победителей — от { $min } до { $max }, всего { $total }.
}
rules-reserved = { $places ->
    [one] Для «{ $name }» закреплено { $places } место.
    [few] Для «{ $name }» закреплено { $places } места.
   *[other] Для «{ $name }» закреплено { $places } мест.
}
rules-minimum-votes = { $votes ->
    [one] Проекту нужен хотя бы { $votes } голос.
    [few] Проекту нужно не меньше { $votes } голосов.
   *[other] Проекту нужно не меньше { $votes } голосов.
}
rules-answer-days = { $days ->
    [one] На вопросы отвечают в течение { $days } дня.
   *[other] На вопросы отвечают в течение { $days } дней.
}
