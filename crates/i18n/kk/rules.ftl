# Қағидалар қарапайым тілмен.
rules-title = Қағидалар
rules-lead = Циклдің қағидалары қарапайым тілмен. Әр сөйлемнің артында жарияланған құжат тұр.
rules-version = Нұсқа: { $number }
rules-published = Жарияланған күні: { $date }
rules-hash = Құжаттың саусақ ізі (SHA-256): { $hash }
rules-reason = Өзгерту себебі
rules-document = Толық құжат
rules-versions = Барлық нұсқалар
rules-models-title = Басқа қалаларда қалай
rules-models-lead = Төрт қаланың қағидалары бір үлгімен жазылып, қарапайым тілмен айтылған. Жүйе төртеуін де орындай алады.
rules-all-supported = Бұл қағидалардың бәрін жүйе атқара алады.
rules-unsupported = Жүйе әзірге атқара алмайтын қағидалар:
rules-none = Бұл циклдің қағидалары әлі жарияланған жоқ.

rules-section-money = Ақша
rules-section-proposals = Өтінімдер
rules-section-vote = Дауыс беру және санау
rules-section-other = Басқа

rules-formula-criterion = Бөлу өлшемі — { $name }, салмағы { $weight }.
rules-cap-mrp = Бір жобаның құны { $multiplier } АЕК-тен аспайды ({ $year } жылғы АЕК бойынша { $amount }).
rules-cap-amount = Бір жобаның құны { $amount } мөлшерінен аспайды.
rules-no-cap = Жоба құнына шек қойылмаған.
rules-proposers = Өтінім беретіндер: { $by }.
rules-one-object = Бір өтінім — бір нысан.
rules-merging = Ұқсас өтінімдер біріктірілуі мүмкін.
rules-no-merging = Өтінімдер біріктірілмейді.
rules-rework = Қайтарылған өтінімді авторы пысықтап, қайта бере алады.
rules-no-rework = Өтінім пысықтауға қайтарылмайды: ол қабылданады немесе қабылданбайды.
rules-opens-with-account = Кез келген тіркелген пайдаланушы өтінім бастай алады.
rules-eligibility = { $action }: { $proof }; аудан: { $district }.
rules-registration = { $action }: тіркелу түрі — { $registration }.
rules-body = { $task }: { $name } ({ $selection }).
rules-contest = Дауыс беру «{ $name }»: { $area }, дауыс беретіндер — { $electorate }.
rules-ballot-knapsack = Құны қаражаттан аспайтындай етіп, қалағаныңызша жоба таңдаңыз.
rules-ballot-choose-one = Бір жобаны таңдаңыз.
rules-ballot-replaceable = Дауыс беру жабылғанша таңдауыңызды өзгерте аласыз.
rules-ballot-final = Берілген дауыс өзгертілмейді.
rules-counting-greedy = Жобалар дауыс саны бойынша рет-ретімен алынады; ақша жетпейтіні аттап өтіледі.
rules-counting-equal-shares = Әр дауыс берушіге ақшаның тең үлесі тиеді; жобаны оны қолдағандар бірге төлейді.
rules-counting-majority-judgement = Әр жоба алған бағаларының ортаншысы бойынша реттеледі.
rules-counting-weighted-components = Нәтиже бірнеше бағалаудың өлшенген қосындысынан шығады.
rules-counting-formula-allocation = Ақша формула бойынша бөлінеді.
rules-component = { $name }: { $percent } %.
rules-limit-money = Жобалар ақша біткенше қаржыландырылады.
rules-tie-break = Дауыс тең болса, қадам { $step }: { $rule }.
rules-not-supported = Жүйе мұны әзірге орындай алмайды: { $rule }.

rule-ballot_classes_open = санаты жоқ бюллетень топтары
rule-equal_shares_by_number = жеңімпаздар саны берілгендегі тең үлестер
rule-weighted_components_ranked = ретімен орналастырудағы өлшенген қосынды
rule-weighted_components_graded = бағалаудағы өлшенген қосынды
rule-reserved_places_by_money = ақша шешетін жердегі сақталған орындар
rule-district_chosen_components = тұрғын ауданды өзі таңдағандағы өлшенген қосынды
rule-tie_break_lot = жеребе

rule-fault-empty = Бос.
rule-fault-text_missing = Қазақша не орысша мәтін жоқ.
rule-fault-bad_id = Қысқа атау тек кіші латын әріптері мен цифрлардан тұрады.
rule-fault-repeated = Қайталанған.
rule-fault-unknown = Құжатта мұндай нәрсе жоқ.
rule-fault-not_positive = Нөлден үлкен болуы керек.
rule-fault-cap_form = Шек не АЕК еселігімен, не сомамен беріледі.
rule-fault-unknown_mrp_year = Бұл жылдың АЕК-і белгісіз.
rule-fault-field_missing = Қажетті өріс жоқ.
rule-fault-field_unused = Бұл қағидада мұндай өріс болмайды.
rule-fault-out_of_range = Сандар бір-біріне қайшы.
rule-fault-weights_not_100 = Салмақтардың қосындысы 100 емес.
rule-fault-task_not_entrusted = Бұл міндет ешкімге жүктелмеген.
rule-fault-same_body = Тексеретін де, шағым қарайтын да бір орган.
rule-fault-calendar = Күнтізбеде қате бар.

body-task-formal_review = Ресми талаптарды тексеру
body-task-clearance = Келісу
body-task-council_review = Кеңестің қарауы
body-task-appeals = Шағымдарды қарау
body-task-confirm_result = Нәтижені бекіту
body-task-proposing = Өтінім беру
body-task-voting = Дауыс беру
body-task-delivery = Іске асыру
body-task-account = Есеп беру
body-task-inspection = Бақылау

rules-envelopes-equal = { $total ->
    [none] { $name }: { $area }, { $count } бөлік, ақша тең бөлінеді.
   *[other] { $name }: { $area }, { $count } бөлік, { $total } тең бөлінеді.
}
rules-envelopes-declared = { $total ->
    [none] { $name }: { $area }, { $count } бөлік, сомалары шешіммен белгіленеді.
   *[other] { $name }: { $area }, { $count } бөлік, барлығы { $total }, сомалары шешіммен белгіленеді.
}
rules-envelopes-formula = { $total ->
    [none] { $name }: { $area }, { $count } бөлік, ақша формула бойынша бөлінеді.
   *[other] { $name }: { $area }, { $count } бөлік, { $total } формула бойынша бөлінеді.
}
rules-applications = Бір автор ең көбі { $count } өтінім береді.
rules-supporters = Өтінімге кемінде { $count } тұрғынның қолдауы керек.
rules-minimum-age = { $action }: кемінде { $age } жастан.
rules-delegates = { $name }: { $present } қатысушыға дейін әр { $per } адамнан бір делегат.
rules-delegates-beyond = { $name }: одан артық болса, әр { $per } адамнан бір делегат.
rules-ballot-approval = { $max ->
    [none] Қалағаныңызша жоба таңдаңыз.
   *[other] Ең көбі { $max } жобаны таңдаңыз.
}
rules-ballot-ranked = { $max ->
    [none] Жобаларды ретімен қойыңыз.
   *[other] Ең көбі { $max } жобаны ретімен қойыңыз.
}
rules-ballot-cumulative = { $points } ұпайды жобаларға бөліңіз.
rules-ballot-graded = Әр жобаға баға қойыңыз: барлығы { $grades } деңгей.
rules-ballot-class = «{ $name }» тобында ең көбі { $max } жоба.
rules-limit-number = { $total ->
    [none] Жеңімпаздар саны: { $min }–{ $max }.
   *[other] Жеңімпаздар саны: { $min }–{ $max }, барлығы { $total }.
}
rules-reserved = «{ $name }» үшін { $places } орын сақталады.
rules-minimum-votes = Жобаға кемінде { $votes } дауыс керек.
rules-answer-days = Сұрақтарға { $days } күн ішінде жауап беріледі.
