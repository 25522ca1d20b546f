# Диаграммы и фотографии.
chart-account = Счёт
chart-received = Поступило
chart-now = Сейчас на счёте

photo-add = Добавить фото
photo-hint = JPEG, PNG или WebP. Фото уменьшается на вашем устройстве, данные о месте съёмки удаляются.
photo-alt = Что изображено на фото { $number }?
photo-alt-hint = Для тех, кто его не видит, например: новый фонарь у ворот.
photo-remove = Убрать фото { $number }
photo-unreadable = Браузер не смог открыть этот файл как фотографию.
photo-too-many = Фотографий может быть не больше { $max }.
photo-alt-missing = Опишите словами, что изображено на фото { $number }.
