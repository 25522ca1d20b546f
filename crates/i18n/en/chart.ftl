# Pictures of figures and photos.
chart-account = Account
chart-received = Received
chart-now = There now

photo-add = Add a photo
photo-hint = JPEG, PNG or WebP. The photo is made smaller here, and the place where it was taken is left out.
photo-alt = What does photo { $number } show?
photo-alt-hint = For people who do not see it, for example: a new lamp at the gate.
photo-remove = Remove photo { $number }
photo-unreadable = This file is no photo that your browser can read.
photo-too-many = At most { $max } photos.
photo-alt-missing = Say in words what photo { $number } shows.
