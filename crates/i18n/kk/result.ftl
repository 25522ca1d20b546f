# Дауыс берулер тізімі мен нәтижелер.
results-title = Дауыс берулер мен нәтижелер
results-lead = Өз қаламыздың дауыс берулері, одан кейін басқа қалалардың аяқталған дауыс берулері — өз атымен және өз валютасымен.
results-all = Барлық дауыс берулер
results-source = Дереккөз
results-licence = Пайдалану шарты: { $licence }.
results-no-contests = Бұл циклде дауыс беру әлі дайындалмаған.
results-voted = Дауыс бергендер: { $count }
results-voted-of = Дауыс бергендер: { $count }, тізімде { $roll } тұрғын

result-title = Нәтиже
result-not-yet = Дауыстар жабылғаннан кейін саналады:
result-counted-at = Саналған уақыты:
result-deviations = Акт санақтан қай жерде ауытқыды және неге
result-check = Өзіңіз тексеріңіз
result-check-text = Бюллетеньдерді жүктеп алып, нәтижені кез келген адам қайта санап шыға алады. Файлда аты-жөн де, уақыт та жоқ.
result-download = Бюллетеньдерді жүктеп алу (Pabulib)
result-hash = Нәтиженің саусақ ізі (SHA-256): { $hash }
result-recorded = Бұл — басқа қаланың аяқталған дауыс беруі. Нәтиже дереккөзде жарияланған күйінде берілді.
result-act = Нәтиже бекітілді: { $body }, № { $number } акт, { $date }.
result-no-act = Бұл — алдын ала нәтиже. Ол ресми актімен бекітілгенде ғана күшіне енеді.
result-summary = Жеңген жобалар: { $count }. Құны { $amount }, бөлінгені { $budget }.
result-winners = Жеңгендер: { $count }
result-others = Өтпегендер және себебі: { $count }
result-ties = Тең дауыс нәтижеге әсер етті
result-tie = { $items } — дауыстары тең. Шешкен қағида: { $rule }.
result-tie-name = атау реті
result-tie-number = бюллетеньдегі кіші нөмір
result-tie-lowest_cost = арзанырағы
result-tie-most_votes = дауыс санының көбі
result-tie-lot = жарияланған жеребе
result-tie-given = комиссияның жазбаша шешімі
result-number = Бюллетеньде № { $number }

result-reason-funded = Кезегі: { $round }. Осыдан кейін қалған ақша: { $remaining }.
result-reason-funded_before = Бұрынғы шешіммен қаржыландырылды. Осыдан кейін қалған ақша: { $remaining }.
result-reason-lacks_money = { $more_votes ->
    [none] Кезегі келгенде { $remaining } қалған еді, { $missing } жетпеді.
   *[other] { $more_votes } дауыс жетпей, өтпей қалды: кезегі келгенде { $remaining } қалған еді, { $missing } жетпеді.
}
result-reason-lost_tie = Дауысы { $to } жобасымен тең, бірақ қағида бойынша сол алда тұрды. Кезегі келгенде { $remaining } қалған еді, { $missing } жетпеді.
result-reason-too_expensive = Жоба бүкіл бөлінген қаражаттан { $missing } қымбат.
result-reason-stopped_before = { $more_votes ->
    [none] Санақ { $at } жобасында тоқтады: қалған ақша оған жетпеді.
   *[other] Санақ { $at } жобасында тоқтады: қалған ақша оған жетпеді. Тағы { $more_votes } дауыс жинаса, одан бұрын саналар еді.
}
result-reason-below_minimum = Дауыс саны: { $has }, ең азы { $minimum } керек: { $lacking } жетпеді.
result-reason-lost_by_votes = Соңғы жеңімпаздан ({ $to }) { $short } дауыс кем.
result-reason-incompatible = Бірге орындалмайтын жоба жеңді: { $with }.
result-reason-quota_full = Санаттың квотасы толды: { $category }.
result-reason-places_reserved = Қалған орындар мына санатқа сақталған: { $category }.
result-reason-no_votes = Ешкім дауыс берген жоқ.
result-reason-lacks_support = Қолдаушыларының үлесінде { $supporters_have } қалды, { $missing } жетпеді.
result-majority-grade = Көпшілік бағасы: { $grade }.
result-grade-count = { $grade }: { $count }
result-components = Нәтиже бірнеше санақтан құралады, әрқайсысының өз салмағы бар.
result-component = { $name }, салмағы { $weight } %: { $share } таңдады (дауыс бергендер: { $voters })
