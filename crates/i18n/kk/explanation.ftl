# Санақ қалай жүрді, қадам-қадаммен.
explanation-title = Санақ қалай жүрді
explanation-funded = { $item } қаржыландырылады. Қалғаны: { $remaining }.
explanation-passed = { $item } ақша алмайды. Қалғаны: { $remaining }.
explanation-paid = Төлейтін сайлаушылар: { $full }, әрқайсысы ең көбі { $each }.
explanation-partial = Қалғанын түгел беретіндер: { $partial }, барлығы { $together }.
explanation-next = Келесі кезекте: { $item }.
explanation-satisfaction = Сайлаушылар қаншалықты риза
explanation-with-winner = Таңдаған жобасының кемінде біреуі өткен сайлаушылар: { $all } ішінен { $count }
explanation-fair = Ешбір топ өз үлесіне сатып алуға болатыннан аз алған жоқ.
explanation-unfair = { $item } жобасын қалайтын { $voters } сайлаушының ақшадағы үлесі { $share }, бірақ олардың ешқайсысы { $got } мөлшерінен көп алған жоқ.
