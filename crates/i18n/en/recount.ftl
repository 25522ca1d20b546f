# Count it yourself.
recount-title = Count it yourself
recount-text = Your browser downloads the public ballots and counts them again by the rule of the published count. Nobody has to be believed.
recount-start = Download the ballots and count
recount-busy = Counting on your device…
recount-same = Agrees. Ballots counted: { $count }. Every project has the votes and the outcome that were published.
recount-same-votes = Agrees. Ballots counted: { $count }. Every project has the votes that were published. The source does not say clearly by which rule the winners were found, so they were not counted again.
recount-differs = Differs. The recount is not the published result: see the projects marked below.
recount-ballots = Ballots in the file: { $found }; published: { $expected }.
recount-failed = The recount did not succeed: { $reason }
recount-table = Project by project
recount-project = Project
recount-published = Published
recount-own = Counted again
recount-comparison = Comparison
recount-line-same = agrees
recount-line-differs = differs
