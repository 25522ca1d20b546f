# Words shared by all pages.
app-name = Qatysu
app-tagline = Almaty’s participatory budget
app-desk = Qatysu · officials’ desk
page-title = { $page } · Qatysu
page-title-error = Error: { $page } · Qatysu

skip-to-content = Skip to content
nav-label = Main menu
nav-home = Home
nav-projects = Projects
nav-propose = Propose
nav-vote = Vote
nav-results = Results
nav-duties = Duties board
nav-rules = Rules
nav-account = My page
nav-sign-in = Sign in
nav-sign-out = Sign out
nav-languages = Language
nav-desk = Officials’ desk
nav-citizen = Residents’ site

footer-sample = This is a sample: the data about Almaty are made up and only show how the system works.
footer-sample-over = This is a sample: the data about Almaty are made up. Its vote is over; “qatysu demo --reset” begins a new one.
footer-source = Source of the data:
footer-osm = District boundaries: © OpenStreetMap contributors, ODbL.
footer-api = Open API documentation
footer-help = Need help? At your district akimat a clerk helps you to propose and to vote.

loading = Loading…
load-failed = Could not load
retry = Try again
not-found-title = Page not found
not-found-text = The link may be out of date, or the address has a typo.
not-found-home = Go to the home page
sign-in-needed = Sign in to see this page.
empty-list = Nothing here yet.
back = Back
save = Save
cancel = Cancel
send = Send
edit = Edit
remove = Remove
add = Add
close = Close
continue = Continue
show-more = Show more
page-next = Next page
page-previous = Previous page
pager-label = Pages
filter = Filter
filter-apply = Show
filter-reset = Clear filter
search = Search
all = All
yes = Yes
no = No
unknown = Unknown
until = until { $date }
from-to = { $from } – { $to }
updated-at = Updated: { $time }
copy = Copy
copied = Copied
print = Print
show-table = Show as a table

count-projects = { $count ->
    [one] { $count } project
   *[other] { $count } projects
}
count-votes = { $count ->
    [one] { $count } vote
   *[other] { $count } votes
}
count-supports = { $count ->
    [one] { $count } supporter
   *[other] { $count } supporters
}
count-comments = { $count ->
    [one] { $count } comment
   *[other] { $count } comments
}
count-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
days-left = { $count ->
    [one] { $count } day left
   *[other] { $count } days left
}
hours-left = { $count ->
    [one] { $count } hour left
   *[other] { $count } hours left
}
last-day = Last day

form-error-title = Please correct the following
form-optional = optional
form-choose = Choose
form-required = Fill in this field.
form-too-long = Too long: at most { $max } characters.
form-too-short = Too short: at least { $min } characters.
form-number = Enter a number, for example 1500.
form-money = Enter an amount in tenge, for example 1,500,000.
form-email = Check the e-mail address, for example aigul@example.kz.
form-characters-left = { $count ->
    [one] { $count } character left
   *[other] { $count } characters left
}
form-sending = Sending…

map-title = Map of Almaty’s districts
map-hint = Choose a district. The same districts are in the list.
envelope-title = District money
envelope-total = Total
envelope-row = { $district }: { $amount }

page-first = First page
nav-my-duties = My duties
nav-queue = Review queue
nav-cycles = Cycles

date-long = { $day } { $month } { $year }
date-time = { $date }, { $time }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
