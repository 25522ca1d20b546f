# Список голосований и результаты.
results-title = Голосования и результаты
results-lead = Сначала голосования нашего города, затем завершённые голосования других городов — под своим названием и в своей валюте.
results-all = Все голосования
results-source = Источник
results-licence = Условия использования: { $licence }.
results-no-contests = В этом цикле голосование ещё не подготовлено.
results-voted = Проголосовали: { $count }
results-voted-of = Проголосовали: { $count }, в списке — { $roll }

result-title = Результат
result-not-yet = Голоса посчитают после закрытия:
result-counted-at = Подсчитано:
result-deviations = Где акт отступил от подсчёта и почему
result-check = Проверьте сами
result-check-text = Скачайте бюллетени — и пересчитать результат сможет любой. В файле нет ни имён, ни времени.
result-download = Скачать бюллетени (Pabulib)
result-hash = Отпечаток результата (SHA-256): { $hash }
result-recorded = Это завершённое голосование другого города. Результат приведён так, как он опубликован в источнике.
result-act = Результат утверждён: { $body }, акт № { $number }, { $date }
result-no-act = Это предварительный результат. В силу он вступит, когда его утвердят официальным актом.
result-summary = Победило проектов: { $count }. Стоимость { $amount }, выделено { $budget }.
result-winners = Победили: { $count }
result-others = Не прошли и почему: { $count }
result-ties = Равенство голосов повлияло на результат
result-tie = { $items } — голосов поровну. Решило правило: { $rule }.
result-tie-name = порядок названий
result-tie-number = меньший номер в бюллетене
result-tie-lowest_cost = меньшая стоимость
result-tie-most_votes = большее число голосовавших
result-tie-lot = опубликованный жребий
result-tie-given = записанное решение комиссии
result-number = № { $number } в бюллетене

result-reason-funded = По порядку: { $round }. После этого осталось { $remaining }.
result-reason-funded_before = Профинансирован прежним решением. После этого осталось { $remaining }.
result-reason-lacks_money = { $more_votes ->
    [none] Когда подошла очередь, оставалось { $remaining }; не хватило { $missing }.
    [one] Не прошёл: не хватило { $more_votes } голоса. Когда подошла очередь, оставалось { $remaining }, а нужно было ещё { $missing }.
   *[other] Не прошёл: не хватило { $more_votes } голосов. Когда подошла очередь, оставалось { $remaining }, а нужно было ещё { $missing }.
}
result-reason-lost_tie = Голосов столько же, сколько у проекта { $to }, но по правилу тот стоит раньше. Когда подошла очередь, оставалось { $remaining }; не хватило { $missing }.
result-reason-too_expensive = Проект дороже всех выделенных денег на { $missing }.
result-reason-stopped_before = { $more_votes ->
    [none] Подсчёт остановился на проекте { $at }: на него не хватило денег.
    [one] Подсчёт остановился на проекте { $at }: на него не хватило денег. С ещё { $more_votes } голосом этот проект стоял бы раньше.
   *[other] Подсчёт остановился на проекте { $at }: на него не хватило денег. С ещё { $more_votes } голосами этот проект стоял бы раньше.
}
result-reason-below_minimum = Голосов: { $has }, нужно не меньше { $minimum } — не хватило { $lacking }.
result-reason-lost_by_votes = { $short ->
    [one] До последнего победителя ({ $to }) не хватило { $short } голоса.
   *[other] До последнего победителя ({ $to }) не хватило { $short } голосов.
}
result-reason-incompatible = Победил несовместимый с ним проект: { $with }.
result-reason-quota_full = Квота категории заполнена: { $category }.
result-reason-places_reserved = Оставшиеся места закреплены за категорией: { $category }.
result-reason-no_votes = Никто не проголосовал.
result-reason-lacks_support = В долях сторонников осталось { $supporters_have }, не хватило { $missing }.
result-majority-grade = Оценка большинства: { $grade }.
result-grade-count = { $grade }: { $count }
result-components = Результат складывается из нескольких подсчётов, у каждого свой вес.
result-component = { $name }, вес { $weight } %: выбрали { $share } (голосовавших: { $voters })
