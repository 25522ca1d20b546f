# Циклдің қаражаты: қайдан келді, қайда кетті.
money-title = Қаражат
money-lead = Әр бюджеттің әр теңгесі — жарияланғаннан соңғы төлемге дейін. Сандар ашық есеп кітабының қосындылары.
money-link = Қаражат: қайдан келді, қайда кетті
money-envelopes = Бюджеттер
money-envelope = Бюджет
money-paid = Төленді
money-bound = Резервте немесе шарт бойынша
money-free = Әлі бөлінбеген
money-lost = Күйіп кетті немесе қайтарылды
money-flow = { $envelope }: { $year } қаржы жылы
money-year-end = { $year } жылдың соңы алып кеткені
money-lapsed = күйіп кетті
money-carried = { $year } жылға ауыстырылды: { $body }, № { $number }, { $date }
money-empty = Қаражат әлі жарияланған жоқ.
money-ledger = Барлық жазбалар (CSV)
