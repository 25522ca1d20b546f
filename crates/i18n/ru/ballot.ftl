# Голосование, бюллетень, квитанция.
vote-title = Голосование
vote-counter = Можно и без интернета: приходите с удостоверением в акимат района и проголосуйте там.
vote-none = Сейчас нет голосований, в которых вы можете участвовать.
vote-recorded = Ваш голос принят
vote-recorded-by = От вашего имени подан голос: { $channel }. Если это были не вы, придите с удостоверением в акимат района.
vote-items = { $count ->
    [one] В бюллетене { $count } проект
    [few] В бюллетене { $count } проекта
   *[other] В бюллетене { $count } проектов
}
vote-change = Изменить выбор
vote-choose-where = В этом голосовании вы сами выбираете, в каком районе голосовать: в одном из них.
vote-here = Голосовать здесь

ballot-title = Бюллетень
ballot-sign-in = Чтобы проголосовать, сначала войдите.
ballot-not-open = Это голосование сейчас не открыто. Состояние: { $state }.
ballot-may-not = Пока вы не можете проголосовать. Причина:
ballot-already-final = Ваш голос принят. По правилам изменить его нельзя.
ballot-voted-before = Вы уже голосовали. Если проголосуете снова, вместо прежнего голоса будет считаться новый.
ballot-step-choose = Выберите проекты
ballot-step-review = Проверьте свой выбор
ballot-step-done = Ваш голос принят
ballot-search = Поиск по бюллетеню
ballot-none-found = Такого проекта нет.
ballot-full = { $count ->
    [one] Можно выбрать не больше { $count } проекта. Сначала уберите выбранный.
   *[other] Можно выбрать не больше { $count } проектов. Сначала уберите один из них.
}
ballot-too_few_choices = { $count ->
    [one] Выберите хотя бы { $count } проект.
   *[other] Выберите не меньше { $count } проектов.
}
ballot-too_many_choices = { $count ->
    [one] Можно выбрать не больше { $count } проекта.
   *[other] Можно выбрать не больше { $count } проектов.
}
ballot-read = Подробнее (в новом окне)
ballot-read-label = Подробнее о проекте «{ $name }», откроется в новом окне
ballot-remove-label = Убрать «{ $name }» из выбора
ballot-basket = Ваш выбор
ballot-chosen-of = Выбрано { $count } из { $max }
ballot-chosen = Выбрано: { $count }
ballot-proceed = Проверить выбор
ballot-back = Назад, изменить
ballot-sum = Общая стоимость выбранных проектов: { $amount }.
ballot-review-replaceable = До закрытия голосования выбор можно изменить: считается последний.
ballot-review-final = Отданный голос потом изменить нельзя.
ballot-cast = Проголосовать
ballot-not-recorded = Нет подтверждения, что голос принят. Нажмите кнопку ещё раз: тот же бюллетень в любом случае считается один раз.
ballot-secret = Ваш выбор хранится отдельно от имени и не остаётся на этом устройстве.

receipt-title = Квитанция голосования
receipt-recorded = Ваш голос в урне.
receipt-replaceable = Выбор можно изменить
receipt-tracking = Код для проверки
receipt-what-for = Когда голоса опубликуют, по этому коду вы проверите, что ваш бюллетень посчитан. До публикации код никому не раскрывает ваш выбор.
receipt-commitment = Полный отпечаток (SHA-256)
receipt-download = Скачать
receipt-kept = Квитанция хранится только на этом устройстве, вашего выбора в ней нет.
receipt-list = Квитанции на этом устройстве
receipt-counts = Последняя квитанция этого голосования.
receipt-replaced = Позже заменён другим бюллетенем.
receipt-forget = Удалить квитанции с этого устройства
ballot-up = Выше
ballot-up-label = Поднять «{ $name }» на одно место
ballot-place = Место: { $number }
ballot-points = { $count ->
    [one] { $count } балл
    [few] { $count } балла
   *[other] { $count } баллов
}
ballot-points-label = Баллы
ballot-points-of = Роздано баллов: { $count } из { $max }
ballot-no-grade = Без оценки
ballot-graded-of = Оценено проектов: { $count } из { $max }
ballot-class = { $class }: { $count } из { $max }
ballot-class-full = { $count ->
    [one] В группе «{ $class }» можно выбрать не больше { $count } проекта.
   *[other] В группе «{ $class }» можно выбрать не больше { $count } проектов.
}
ballot-too_many_points = { $count ->
    [one] Раздать можно { $count } балл.
    [few] Раздать можно { $count } балла.
   *[other] Раздать можно { $count } баллов.
}
