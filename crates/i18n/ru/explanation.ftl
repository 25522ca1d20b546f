# Как шёл подсчёт, шаг за шагом.
explanation-title = Как шёл подсчёт
explanation-funded = { $item } получает деньги. Осталось: { $remaining }.
explanation-passed = { $item } денег не получает. Осталось: { $remaining }.
explanation-paid = Платят избирателей: { $full }, каждый не больше { $each }.
explanation-partial = Отдают всё, что осталось, ещё избирателей: { $partial }, вместе { $together }.
explanation-next = Следующим был бы проект { $item }.
explanation-satisfaction = Насколько довольны избиратели
explanation-with-winner = Избиратели, получающие хотя бы один свой проект: { $count } из { $all }
explanation-fair = Ни одна группа избирателей не получила меньше, чем можно купить на её долю денег.
explanation-unfair = За { $item } — избирателей: { $voters }. Их доля денег { $share }, но никто из них не получил больше { $got }.
