# Деректер сөздері: кілт = <жиын>-<код>.
lang-kk = Қазақша
lang-ru = Русский
lang-en = English

currency-KZT = теңге
currency-EUR = еуро
currency-PLN = злотый
currency-USD = АҚШ доллары
currency-CHF = Швейцария франкі
currency-HUF = форинт
currency-KRW = Корея воны
currency-BRL = бразилиялық реал

stage-planning = Жоспарлау
stage-approval = Бекіту
stage-execution = Орындау
stage-reporting = Есеп беру

programme-kind-district = Аудан бағдарламасы
programme-kind-city = Жалпықалалық бағдарлама
programme-kind-school = Мектеп бағдарламасы
programme-kind-theme = Тақырыптық бағдарлама

phase-setup = Дайындық
phase-proposals = Өтінім қабылдау
phase-review = Өтінімдерді тексеру
phase-rework = Авторлардың пысықтауы
phase-re_review = Қайта тексеру
phase-appeals = Шағымдарды қарау
phase-frozen = Бюллетень бекітілді
phase-voting = Дауыс беру
phase-results = Қорытынды шығару
phase-delivery = Жобаларды іске асыру
phase-reports = Есептер
phase-closed = Аяқталды
phase-cancelled = Тоқтатылды

proposal-state-draft = Қаралама
proposal-state-submitted = Жіберілді
proposal-state-under_review = Тексерілуде
proposal-state-needs_changes = Пысықтау қажет
proposal-state-rejected = Қабылданбады
proposal-state-appealed = Шағым қаралуда
proposal-state-eligible = Дауыс беруге жіберілді
proposal-state-finally_rejected = Түпкілікті қабылданбады
proposal-state-frozen = Бюллетеньге енді
proposal-state-withdrawn = Авторы қайтарып алды
proposal-state-merged = Біріктірілді
proposal-state-carried_over = Келесі циклге ауыстырылды

contest-state-prepared = Дайындалуда
contest-state-open = Дауыс беру жүріп жатыр
contest-state-counting = Дауыстар саналуда
contest-state-counted = Дауыстар саналды
contest-state-decided = Нәтиже бекітілді
contest-state-recorded = Дереккөзден енгізілді
contest-state-annulled = Жарамсыз деп танылды

ballot-item-state-listed = Бюллетеньде
ballot-item-state-decided = Шешім қабылданды

item-outcome-funded = Қаржыландырылады
item-outcome-not_funded = Қаржыландырылмайды

work-state-planned = Жоспарланған
work-state-design = Жобалануда
work-state-tender = Конкурс жүріп жатыр
work-state-tender_failed = Конкурс өтпеді
work-state-awarded = Жеңімпаз анықталды
work-state-contracted = Шарт жасалды
work-state-in_progress = Жұмыс жүріп жатыр
work-state-completed = Жұмыс аяқталды
work-state-accepted = Қабылданды
work-state-deferred = Кейінге қалдырылды
work-state-reduced = Көлемі қысқартылды
work-state-terminated = Мерзімінен бұрын тоқтатылды
work-state-cancelled = Күші жойылды
work-state-warranty = Кепілдік жөндеуде

contract-state-signed = Қол қойылды
contract-state-active = Орындалуда
contract-state-completed = Орындалды
contract-state-settled = Есеп айырысу аяқталды
contract-state-terminated = Бұзылды

channel-web = Сайт арқылы
channel-counter = Әкімдікте, қызметкердің көмегімен
channel-app = Басқа қолданба арқылы
channel-import = Деректерден енгізілді
channel-desk = Қызметкер кабинеті

role-organiser = Ұйымдастырушы
role-reviewer = Тексеруші
role-council_member = Кеңес мүшесі
role-moderator = Модератор
role-clerk = Қабылдау қызметкері
role-executor = Орындаушы
role-finance = Қаржыгер
role-auditor = Аудитор
role-admin = Әкімші

body-kind-expert_council = Сараптама кеңесі
body-kind-appeal_commission = Шағым комиссиясы
body-kind-district_akimat = Аудан әкімдігі
body-kind-city_akimat = Қала әкімдігі
body-kind-department = Басқарма
body-kind-maslikhat = Мәслихат
body-kind-committee = Комитет
body-kind-assembly = Жиналыс
body-kind-delegate_forum = Делегаттар форумы
body-kind-school = Мектеп
body-kind-inspection_committee = Бақылау комитеті

selection-appointed = Тағайындалған
selection-elected = Сайланған
selection-lot = Жеребемен таңдалған
selection-ex_officio = Лауазымы бойынша
selection-open = Кез келген тұрғынға ашық

review-kind-formal = Ресми талаптарды тексеру
review-kind-clearance = Келісу
review-kind-council = Кеңестің қарауы
review-kind-appeal = Шағымды қарау

review-decision-accept = Қабылдау
review-decision-return = Пысықтауға қайтару
review-decision-reject = Қабылдамау

duty-kind-review_proposal = Өтінімді тексеру
duty-kind-answer_question = Сұраққа жауап беру
duty-kind-decide_appeal = Шағым бойынша шешім шығару
duty-kind-re_review_proposal = Пысықталған өтінімді қайта тексеру
duty-kind-confirm_result = Нәтижені бекіту
duty-kind-open_phase = Кезеңді ашу
duty-kind-publish_report = Есепті жариялау
duty-kind-answer_dispute = Дауға жауап беру
duty-kind-repair_defect = Ақауды жөндеу

duty-ending-done = Орындалды
duty-ending-decided = Шешім қабылданды
duty-ending-declined = Негіздемесімен бас тартылды
duty-ending-removed = Себебі жойылды

comment-kind-comment = Пікір
comment-kind-question = Сұрақ
comment-kind-official_answer = Ресми жауап

registration-permanent = Тұрақты тіркелген
registration-temporary = Уақытша тіркелген
registration-none = Тіркелмеген

proof-level-account = Тек тіркелгі
proof-level-register = Тұрғындар тізілімімен расталған
proof-level-in_person = Құжат жеке көрсетілген

resident-action-propose = Өтінім беру
resident-action-support = Қолдау білдіру
resident-action-comment = Пікір жазу
resident-action-vote = Дауыс беру
resident-action-appeal = Шағымдану
resident-action-verdict = Нәтижеге баға беру

ledger-account-outside = Бюджеттен тыс
ledger-account-announced = Жарияланған
ledger-account-available = Қолжетімді
ledger-account-reserved = Резервке алынған
ledger-account-committed = Шарттарға бекітілген
ledger-account-paid = Төленген
ledger-account-saved = Үнемделген
ledger-account-surrendered = Бюджетке қайтарылған
ledger-account-lapsed = Жыл соңында күйіп кеткен
ledger-account-next_year = Келесі жылға ауыстырылған

entry-kind-announce = Жариялау
entry-kind-approve = Бекіту
entry-kind-top_up = Толықтыру
entry-kind-cut = Қысқарту
entry-kind-transfer = Аудару
entry-kind-reserve = Резервке алу
entry-kind-contract = Шарт жасасу
entry-kind-pay = Төлем
entry-kind-save = Үнемдеу
entry-kind-reuse = Үнемделгенді қайта жұмсау
entry-kind-surrender = Бюджетке қайтару
entry-kind-lapse = Жыл соңында күйіп кету
entry-kind-carry = Келесі жылға ауыстыру
entry-kind-bring_forward = Өткен жылдан ауысқан қаражат
entry-kind-reversal = Кері жазба

ledger-fault-gap = есепте нөмір жетіспейді немесе қайталанады
ledger-fault-order = жазбалардың реті бұзылған
ledger-fault-refused = жазба ережеге қайшы
ledger-fault-balance = шот қалдығы қате
ledger-fault-sum = шоттар қосындысы нөлге тең емес

ballot-kind-approval = Бірнеше жобаны таңдау
ballot-kind-knapsack = Бюджет шегінде таңдау
ballot-kind-cumulative = Ұпай бөлу
ballot-kind-ranked = Ретімен орналастыру
ballot-kind-choose_one = Бір жобаны таңдау
ballot-kind-graded = Әр жобаны бағалау

cycle-event-open_proposals = Өтінім қабылдауды ашу
cycle-event-open_review = Тексеруді бастау
cycle-event-open_rework = Пысықтауды ашу
cycle-event-open_re_review = Қайта тексеруді бастау
cycle-event-open_appeals = Шағым қабылдауды ашу
cycle-event-freeze = Бюллетеньді бекіту
cycle-event-open_voting = Дауыс беруді ашу
cycle-event-close_voting = Дауыс беруді жабу
cycle-event-confirm_results = Нәтижені бекітіп, іске асыруға көшу
cycle-event-open_reports = Есеп беруді бастау
cycle-event-close = Циклді жабу
cycle-event-cancel = Циклді тоқтату
cycle-event-extend = Мерзімді ұзарту
cycle-event-annul_vote = Дауыс беруді жарамсыз деп тану

proposal-event-submit = Өтінім берілді
proposal-event-take_up = Тексеруге алынды
proposal-event-return = Пысықтауға қайтарылды
proposal-event-resubmit = Пысықталып, қайта берілді
proposal-event-accept = Дауыс беруге жіберілді
proposal-event-reject = Қабылданбады
proposal-event-appeal = Шағым берілді
proposal-event-uphold_appeal = Шағым қанағаттандырылды
proposal-event-dismiss_appeal = Шағым қанағаттандырылмады
proposal-event-freeze = Бюллетеньге енді
proposal-event-withdraw = Авторы қайтарып алды
proposal-event-merge_into = Басқа өтініммен біріктірілді
proposal-event-split_off = Бір бөлігі жеке өтінім болды
proposal-event-expire_rework = Мерзімінде пысықталмады
proposal-event-expire_support = Мерзімінде қолдаушы жетпеді
proposal-event-carry_over = Келесі циклге ауыстырылды

duty-standing-open = Орындалуда
duty-standing-overdue = Мерзімі өтті
duty-standing-met = Мерзімінде орындалды
duty-standing-late = Кешігіп орындалды
duty-standing-removed = Себебі жойылды

document-kind-identity_card = Жеке куәлік
document-kind-passport = Паспорт
document-kind-residence_permit = Тұруға ықтиярхат
document-kind-stateless_certificate = Азаматтығы жоқ адамның куәлігі
document-kind-foreign_passport = Шетел паспорты

district-rule-own = Тек өз ауданында
district-rule-any = Кез келген ауданда
district-rule-chosen = Таңдалған бір ауданда

calendar-fault-missing_window = Кезеңнің күні жоқ
calendar-fault-unexpected_window = Артық кезең бар
calendar-fault-empty_window = Кезең басталмай аяқталады
calendar-fault-out_of_order = Кезеңдердің реті қате
calendar-fault-gap = Кезеңдер арасында бос уақыт бар
calendar-fault-overlap = Кезеңдер бір-біріне кірігіп кеткен
calendar-fault-appeals_too_short = Шағымға берілген күн аз
calendar-fault-voting_too_short = Дауыс беруге берілген күн аз
calendar-fault-unknown_zone = Уақыт белдеуі белгісіз
calendar-fault-no_such_local_time = Мұндай жергілікті уақыт жоқ

area-city = Бүкіл қала
area-district = Аудан
area-region = Облыс
area-theme = Тақырып
area-school = Мектеп

allocation-equal = Барлығына тең
allocation-declared = Шешіммен белгіленген
allocation-formula = Формула бойынша

proposers-residents = Тұрғындар
proposers-anyone = Кез келген адам
proposers-assemblies = Жиналыстар

electorate-residents = Тұрғындар
electorate-committee = Комитет
electorate-assembly = Жиналыс
electorate-school = Мектеп қауымы
electorate-components = Бірнеше топ, үлесімен

counting-kind-greedy = Ең көп дауыс алғаннан бастап, ақша жеткенше
counting-kind-equal_shares = Тең үлестер әдісі
counting-kind-majority_judgement = Көпшілік бағасы
counting-kind-weighted_components = Өлшенген бірнеше бағалау
counting-kind-formula_allocation = Формула бойынша бөлу

count-limit-money = Қаражат шегінде
count-limit-number = Жоба саны шегінде

tie-break-cheaper = Арзаны
tie-break-more_expensive = Қымбаты
tie-break-earlier = Бұрын берілгені
tie-break-more_supporters = Қолдаушысы көбі
tie-break-lower_number = Нөмірі кішісі
tie-break-lot = Жеребе
tie-break-decision = Комиссия шешімі

work-event-start_design = Жобалау басталды
work-event-pass_expertise = Сараптама қорытындысы алынды
work-event-announce_tender = Конкурс жарияланды
work-event-fail_tender = Конкурс өтпеді
work-event-award = Жеңімпаз анықталды
work-event-sign_contract = Шартқа қол қойылды
work-event-start = Құрылыс жұмыстары басталды
work-event-deliver_part = Бір бөлігі тапсырылды
work-event-complete = Жұмыс аяқталды
work-event-accept = Акт бойынша қабылданды
work-event-refuse_acceptance = Қабылдаудан бас тартылды
work-event-defer = Кейінге қалдырылды
work-event-resume = Қайта жалғасты
work-event-reduce = Көлемі қысқартылды
work-event-terminate = Мерзімінен бұрын тоқтатылды
work-event-cancel = Күші жойылды
work-event-claim_warranty = Кепілдік мерзімінде ақау табылды
work-event-order_repair = Жөндеу қайта тапсырылды
defect-state-owed = Жөнделмеген
defect-state-declined = Жөндеуден бас тартылды
defect-state-repaired = Жөнделді
contract-event-activate = Орындала бастады
contract-event-amend = Қосымша келісім жасалды
contract-event-complete = Орындалды
contract-event-settle = Есеп айырысу аяқталды
contract-event-terminate = Бұзылды
verdict-kind-confirm = Растаймын: бәрі орнында
verdict-kind-dispute = Келіспеймін
photo-subject-update = Жаңалық
photo-subject-verdict = Тұрғын бағасы
photo-subject-defect = Ақау

report-kind-project = Жоба паспорты
report-kind-district = Аудан есебі
report-kind-city = Қала есебі
report-state-draft = Жоба нұсқа
report-state-published = Жарияланған
delivery-not_started = Басталған жоқ
delivery-underway = Жүріп жатыр
delivery-late = Кешігуде
delivery-delivered = Мерзімінде орындалды
delivery-delivered_late = Кешігіп орындалды
delivery-deferred = Кейінгі жылға қалдырылды
delivery-cancelled = Тоқтатылды
question-kind-scale = 1-ден 5-ке дейінгі баға
question-kind-yes_no = Иә немесе жоқ
question-kind-choice = Бір жауап
