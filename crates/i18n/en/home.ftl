# Home page.
home-title = Decide what is built in your district
home-lead = The city sets money aside for every district. Residents propose what is needed, discuss and vote; the akimat carries it out and reports.
home-no-cycle = No cycle has begun yet.
home-now = Now: { $phase }
home-now-setup = The organiser is preparing rules, calendar and the districts’ money.
home-now-proposals = Propose what your yard, street or park needs, and discuss the proposals of others.
home-now-review = Experts are checking every proposal. Decisions and reasons appear on its page.
home-now-rework = Authors can rework what was returned and submit it again.
home-now-re_review = Reworked proposals are being reviewed again.
home-now-appeals = Authors of rejected proposals can appeal; another body decides.
home-now-frozen = The ballot is fixed. Get to know the projects before the vote begins.
home-now-voting = Choose projects of your district, on the site or at the district akimat.
home-now-results = Votes are counted and an official act confirms the result.
home-now-delivery = The winning projects are being carried out. Watch how the work goes.
home-now-reports = Districts report what was done and how the money was spent.
home-now-closed = The cycle is closed. All decisions and reports stay open.
home-now-cancelled = The cycle was cancelled. The reason is published.
home-held-up = The next phase is held up. Why:
home-do-propose = Propose a project
home-do-mine = My proposals
home-do-vote = Vote
home-do-results = See the results
home-do-duties = Who has to do what
home-do-read = Read the projects
home-districts = Districts and their money
home-district-kind = district
home-envelope-label = { $amount }, { $percent } of it assigned
home-calendar = Calendar
home-rules = The rules in plain words
home-district-label = { $count ->
    [one] { $district }: { $amount }, { $count } project
   *[other] { $district }: { $amount }, { $count } projects
}
home-on-ballot = { $count ->
   *[other] { $count } on the ballot
}
