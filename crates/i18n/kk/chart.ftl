# Диаграммалар мен фотосуреттер.
chart-account = Шот
chart-received = Түскені
chart-now = Қазір шотта

photo-add = Фото қосу
photo-hint = JPEG, PNG немесе WebP. Фото құрылғыңызда кішірейтіледі, түсірілген жері туралы дерек алынып тасталады.
photo-alt = Фото { $number }: не бейнеленген?
photo-alt-hint = Фотоны көрмейтіндер үшін, мысалы: қақпа жанындағы жаңа шам.
photo-remove = Фотоны алып тастау: { $number }
photo-unreadable = Браузер бұл файлды фото ретінде аша алмады.
photo-too-many = Фото саны { $max } данадан аспауы керек.
photo-alt-missing = Фото { $number }: не бейнеленгенін сөзбен жазыңыз.
