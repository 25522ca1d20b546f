# Қызметкер кабинеті.
desk-nothing-owed = Сізде орындалмаған міндет жоқ.
desk-oldest-overdue = Мерзімі өткен ең ескі міндет
desk-next = Келесі міндет
desk-all = Барлық міндет: { $count }, мерзімі өткені: { $overdue }
desk-was-due = Мерзімі болған:
desk-do-review = Өтінімді тексеру
desk-do-appeal = Шағымды шешу
desk-do-answer = Сұраққа жауап беру
desk-do-cycle = Циклді ашу

desk-end = Міндетті аяқтау
desk-end-how = Қалай аяқталды
desk-end-done = Орындалды
desk-end-decided = Шешім қабылданды
desk-end-declined = Тармаққа сүйеніп бас тартылды
desk-end-submit = Аяқтап, жариялау
desk-decline = Тармаққа сүйеніп бас тарту
desk-note = Не істелді немесе не шешілді
desk-public = Мәтін жарияланады. Қазақша да, орысша да жазыңыз.
desk-clause = Қағида тармағы
desk-clause-hint = Мысалы, 3.2

desk-queue-count = Тексеруді күтіп тұр: { $count }, барлығы: { $all }
desk-queue-start = Ең ескісінен бастау
desk-queue-empty = Мұндай өтінім жоқ.
desk-queue-kind = Не істеу керек
desk-queue-keys = Тізімге Tab пернесімен кіріңіз, сосын j — келесісі, k — алдыңғысы, Enter — ашу.

desk-revision = Нұсқа № { $number }
desk-criteria = Өлшемдер
desk-decide = Шешім
desk-decide-submit = Шешімді жариялау
desk-office = Кімнің атынан
desk-no-office = Сіз қағида бойынша бұл өтінімді тексеретін органға мүше емессіз.
desk-decision = Шешім
desk-fact = Шешімге негіз болған факт
desk-fact-hint = Тексеруге болатын дерек: мекенжай, ауданы, құжат нөмірі.
desk-reason = Себебі
desk-no-decision = Қазір бұл өтінім бойынша шешім қабылданбайды. Күйі: { $state }.
desk-next-in-queue = Кезектегі келесі өтінім
desk-appeal-uphold = Шағымды қанағаттандыру: өтінім дауыс беруге жіберіледі
desk-appeal-dismiss = Шағымды қанағаттандырмау: шешім күшінде қалады

desk-answer-title = Сұраққа жауап
desk-proposal-text = Өтінім мәтіні
desk-no-questions = Бұл жоба бойынша жауапсыз сұрақ жоқ.
desk-answer-text = Ресми жауап
desk-answer-hint = Не істелетінін, қашан және кім істейтінін жазыңыз. «Назарға алынды» деген жауап емес.
desk-answer-lang = Жауап тілі
desk-answer-submit = Жауапты жариялау

desk-next-steps = Енді не болуы мүмкін
desk-no-steps = Бұл циклде келесі қадам жоқ.
desk-steps-done = Не болды
desk-step-ready = Дайын
desk-step-not-yet = Әлі дайын емес
desk-leads-to = Келесі кезең: { $phase }
desk-from = Басталуы:
desk-checklist = Орындалуы керек шарттар
desk-all-met = Барлық шарт орындалды.
desk-exception = Ерекше жағдай: жария себебі қажет
desk-act = Негіз болған акт
desk-by-calendar = күнтізбе бойынша өзі басталды
desk-by-official = қызметкер бастады

desk-calendar = Күнтізбе
desk-zone = Жергілікті уақыт ({ $zone })
desk-phase = Кезең
desk-starts = Басталуы
desk-ends = Соңғы минуты
desk-not-extendable = Қазіргі кезеңнің мерзімін ұзартуға болмайды.
desk-extend = Мерзімді ұзарту
desk-extend-text = Қазіргі кезең кейінірек аяқталады, одан кейінгілердің бәрі сонша күнге жылжиды. Себебі жарияланады.
desk-new-end = Жаңа аяқталу уақыты
desk-new-end-hint = Жергілікті уақыт: осы сәттен бастап кезең жабық.
desk-new-end-fault = Күн мен уақытты таңдаңыз.
