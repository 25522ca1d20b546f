# How a count went, step by step.
explanation-title = How the count went
explanation-funded = { $item } is funded. Left: { $remaining }.
explanation-passed = { $item } does not get the money. Left: { $remaining }.
explanation-paid = Voters who pay: { $full }, each { $each } at most.
explanation-partial = Voters who give all they had left: { $partial }, { $together } together.
explanation-next = Next in line was { $item }.
explanation-satisfaction = How satisfied voters are
explanation-with-winner = Voters who get at least one of their projects: { $count } of { $all }
explanation-fair = No group of voters got less than its share of the money could buy.
explanation-unfair = Voters who want { $item }: { $voters }. Their share of the money is { $share }, but none of them got more than { $got }.
