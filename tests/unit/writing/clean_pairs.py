"""Honest edits: a text before and after, in which nothing that counts has changed.

Each pair is (before, after). They are what proofreading, rewriting, a change of tone, shortening
or simplifying do to a sentence when they are done well.
"""

from __future__ import annotations

ENGLISH = (
    # spelling, grammar, punctuation
    ("He go to school everyday.", "He goes to school every day."),
    ("Their are 12 students in the class", "There are 12 students in the class."),
    ("I recieved you're letter on 5 May 2024.", "I received your letter on 5 May 2024."),
    ("The meeting is at 14:30 , in room 204 .", "The meeting is at 14:30, in room 204."),
    ("Its cost 10000 euro.", "It costs 10,000 euros."),
    ("we payed 1,250.50 dollars to Acme Corp", "We paid 1,250.50 dollars to Acme Corp."),
    ("The rate rised by 5 % in 2023.", "The rate rose by 5% in 2023."),
    ("Please sent it too anna.smith@example.org.", "Please send it to anna.smith@example.org."),
    ("See https://example.org/a?b=1 for detials.", "See https://example.org/a?b=1 for details."),
    (
        "Dear {name}, youre order {order_id} have shipped.",
        "Dear {name}, your order {order_id} has shipped.",
    ),
    ("Use the `git rebase` comand, its usefull.", "Use the `git rebase` command; it's useful."),
    ("London have 9 million peoples.", "London has 9 million people."),
    ("I has seen John Smith yesterday .", "I saw John Smith yesterday."),
    ("As shown in [3], the model are better.", "As shown in [3], the model is better."),
    ("This was proved (Smith 2020) alot of times.", "This was proved (Smith, 2020) many times."),
    ("**Importent**: dont delete the file.", "**Important**: don't delete the file."),
    (
        "- frist point\n- secund point\n- third point",
        "- first point\n- second point\n- third point",
    ),
    ("## Introdution\n\nThis are the text.", "## Introduction\n\nThis is the text."),
    ("The temprature was -5 °C at night.", "The temperature was -5 °C at night."),
    ("They runned 42.195 km in 3 hours.", "They ran 42.195 km in 3 hours."),
    ('She said "good enough" and leaved.', "She said “good enough” and left."),
    ("whats the different between 'a' and 'b'?", "What's the difference between 'a' and 'b'?"),
    ("Mr. Brown and Mrs. Lee was here on Monday.", "Mr. Brown and Mrs. Lee were here on Monday."),
    ("Version 2.1.3 fix a bug in Windows 11.", "Version 2.1.3 fixes a bug in Windows 11."),
    ("Chapter 4, page 17-23, is to long.", "Chapter 4, pages 17–23, is too long."),
    ("there is 3 reason for it", "There are three reasons for it."),
    ("The new iPhone cost $999 in the US.", "The new iPhone costs $999 in the US."),
    ("it begin at 9 am and end at 5 pm", "It begins at 9 am and ends at 5 pm."),
    ("I live in New York since 2019.", "I have lived in New York since 2019."),
    ("The Board of directors have decide.", "The board of directors has decided."),
    # rewriting
    (
        "In order to make a determination about the 3 options, we held a meeting on 2024-03-01.",
        "We met on 2024-03-01 to decide between the three options.",
    ),
    (
        "It is the opinion of Maria Garcia that costs of €4,500 are too high.",
        "Maria Garcia believes that costs of €4,500 are too high.",
    ),
    (
        "Due to the fact that it rained, 40 guests did not come to the party in Berlin.",
        "Because it rained, 40 guests missed the party in Berlin.",
    ),
    (
        "The report was written by the team in the month of June 2022.",
        "The team wrote the report in June 2022.",
    ),
    (
        "At this point in time we have 1,200 customers who are active.",
        "We now have 1,200 active customers.",
    ),
    (
        "Click on the link (https://shop.example.com/basket) that you see in order to pay.",
        "To pay, click the link: https://shop.example.com/basket.",
    ),
    (
        "There are a lot of people, namely 75 percent, who agree with this.",
        "75% of people agree with this.",
    ),
    (
        "On May 5, 2024, the contract was signed by Siemens.",
        "Siemens signed the contract on 5 May 2024.",
    ),
    (
        "The function `load()` is a function which reads the file `config.toml`.",
        "`load()` reads the file `config.toml`.",
    ),
    (
        "What we found was that Google and Microsoft both grew in Q3.",
        "We found that both Google and Microsoft grew in Q3.",
    ),
    (
        "The train leaves at 2:30 pm and it arrives at 16:45 in Vienna.",
        "The train leaves at 14:30 and arrives in Vienna at 16:45.",
    ),
    (
        "You will need 250 g of flour, and also 2 eggs, and in addition 100 ml of milk.",
        "You need 250 g of flour, two eggs and 100 ml of milk.",
    ),
    (
        "The distance that lies between Rome and Naples is about 225 kilometres.",
        "Rome and Naples are about 225 km apart.",
    ),
    (
        "In the case that you have questions, write to help@example.com without hesitation.",
        "If you have questions, write to help@example.com.",
    ),
    (
        "The book “War and Peace” is a book that was written by Tolstoy.",
        "Tolstoy wrote “War and Peace”.",
    ),
    (
        "Our revenue, which was 3.5 million, went up to a level of 4.2 million.",
        "Our revenue rose from 3.5 million to 4.2 million.",
    ),
    (
        "However, it must be said that Python is slower than Rust in 8 of 10 tests.",
        "Python is, however, slower than Rust in 8 of 10 tests.",
    ),
    (
        "The first thing to do is to press Ctrl+S. The second thing is to wait.",
        "First press Ctrl+S, then wait.",
    ),
    (
        "He is a man who is very tall, at 1.92 m.",
        "He is very tall: 1.92 m.",
    ),
    (
        "It has been shown by Miller et al. [12, 14] that this does work.",
        "Miller et al. [12, 14] have shown that this works.",
    ),
    # tone
    (
        "Hey, can u send me the 2 files asap?",
        "Could you please send me the two files as soon as possible?",
    ),
    ("We can't ship before 12 June.", "We are unable to ship before 12 June."),
    ("Thanks for the invoice no. 4711!", "Thank you for invoice no. 4711."),
    (
        "I'm sorry but Paul won't be at the meeting.",
        "I apologise, but Paul will not attend the meeting.",
    ),
    ("Gimme a call at +1 555 0100.", "Please call me at +1 555 0100."),
    ("The stuff costs about $30, ok?", "The material costs about $30. Is that acceptable?"),
    (
        "We regret to inform you that flight LH 454 is cancelled.",
        "Sorry, flight LH 454 has been cancelled.",
    ),
    ("Your application was received on 3 April.", "We got your application on 3 April, thank you!"),
    (
        "Per our discussion, Ms. Chen will provide the figures.",
        "As we discussed, Ms. Chen will send the figures.",
    ),
    ("The undersigned shall pay EUR 500 within 14 days.", "You pay EUR 500 within 14 days."),
    # simpler, shorter
    (
        "The utilisation of renewable energy increased by 12.5% during the period 2010–2020.",
        "The use of renewable energy grew by 12.5% from 2010 to 2020.",
    ),
    (
        "Photosynthesis, the process by which plants convert light, releases O2.",
        "Plants turn light into energy and release O2. This is called photosynthesis.",
    ),
    (
        "The aforementioned agreement between Oracle and SAP terminates on 31 December 2025.",
        "The agreement between Oracle and SAP ends on 31 December 2025.",
    ),
    (
        "Patients, of whom there were 48, received 5 mg daily, administered orally.",
        "48 patients took 5 mg by mouth every day.",
    ),
    (
        "Nevertheless, the residents of Lisbon, approximately 545,000 in number, were content.",
        "Still, the roughly 545,000 residents of Lisbon were happy.",
    ),
    (
        "It was raining, it was cold, and it was dark at 6 pm.",
        "It was rainy, cold and dark at 6 pm.",
    ),
    (
        "The software, which is called Inkstone, runs on Linux, on macOS and on Windows.",
        "The software Inkstone runs on Linux, macOS and Windows.",
    ),
    (
        "I think that maybe we should possibly consider the offer of £2,000 from Tesco.",
        "We should consider the offer of £2,000 from Tesco.",
    ),
    # Markdown, placeholders, code
    (
        "Click **Save** to safe your work, than close.",
        "Click **Save** to save your work, then close.",
    ),
    ("[Read teh manual](docs/manual.md) frist.", "[Read the manual](docs/manual.md) first."),
    ("![a diagramm](img/a.png) shows teh flow", "![a diagram](img/a.png) shows the flow."),
    ("1. Opn the file\n2. Edit it\n3. Save it", "1. Open the file\n2. Edit it\n3. Save it"),
    ("> To be or not to be, that are the question", "> To be or not to be, that is the question."),
    ("Hello %s, you has %d new message.", "Hello %s, you have %d new messages."),
    ("Hi ${user.name}, welcom to {{site}}!", "Hi ${user.name}, welcome to {{site}}!"),
    ("<b>Warning</b>: this can not be undoed.", "<b>Warning</b>: this cannot be undone."),
    ("Run:\n\n```\nmake  tset\n```\n\nthan wait.", "Run:\n\n```\nmake  tset\n```\n\nThen wait."),
    ("See note[^1] for more informations.", "See note[^1] for more information."),
    ("a discount of 50% on 3 article's", "A discount of 50% on three articles."),
    ("Set `timeout=30` and restart teh server.", "Set `timeout=30` and restart the server."),
    ("### Step 2: instal it\n\nRun the installer.", "### Step 2: Install it\n\nRun the installer."),
    ("* one thing\n  * a smaler thing\n* another", "* one thing\n  * a smaller thing\n* another"),
    # names in their other forms, and what only looks like one
    ("the office of Google in Zurich is big", "Google's office in Zurich is big."),
    ("Because he was ill, James stayed at home.", "James stayed at home because he was ill."),
    ("The european union and France agree.", "The European Union and France agree."),
    ("Yesterday Apple's shares fell by 3%.", "Shares of Apple fell by 3% yesterday."),
    ("My Friend went to the Zoo with my Sister.", "My friend went to the zoo with my sister."),
    ("I met Anna. Anna is nice. Anna sings.", "I met Anna, who is nice and sings."),
    ("NASA launch the rocket in Florida.", "NASA launched the rocket in Florida."),
)

OTHER = (
    (
        "Der Vertrag hat eine Laufzeit von 12 Monate.",
        "Der Vertrag hat eine Laufzeit von 12 Monaten.",
    ),
    ("Die Kosten betragen 1.234,50 € pro jahr.", "Die Kosten betragen 1.234,50 Euro pro Jahr."),
    ("Il a 3,5 millions de clients a Paris.", "Il a 3,5 millions de clients à Paris."),
    (
        "La reunión es el 5 de mayo de 2024 en Madrid.",
        "La reunión será el 5 de mayo de 2024 en Madrid.",
    ),
    ("В 2020 году было 15 участников из Москвы", "В 2020 году участников из Москвы было 15."),
    ("الاجتماع في الساعة 14:30 يوم 5 مايو", "سيكون الاجتماع يوم 5 مايو في الساعة 14:30."),
)

CHINESE = (
    ("我昨天去了图书管。", "我昨天去了图书馆。"),
    ("他门都在3号楼上课。", "他们都在3号楼上课。"),
    ("会议定于2024年5月1日举行。", "会议将于2024年5月1日举行。"),
    ("请访问https://example.cn/帮助，了解更多。", "欲了解更多，请访问https://example.cn/帮助。"),
    ("价格是1,200元，不包括运费。", "价格为1200元，不含运费。"),
    ("今年增长了百分之5。", "今年增长了5%。"),
    ("你好{姓名}，你的订单已经发货了。", "{姓名}您好，您的订单已发货。"),
    ("尊敬的{name}：你的余额是{amount}元。", "尊敬的{name}：您的余额为{amount}元。"),
    ("《红楼梦》是一本很有名的的小说。", "《红楼梦》是一部著名的小说。"),
    ("他说“没问题”，然后就走了。", "他说了声“没问题”便离开了。"),
    ("因为下雨的原因，所以40个人没有来。", "因为下雨，40人没有来。"),
    ("这个项目的预算大概是300万元左右。", "该项目的预算约为300万元。"),
    ("我们公司有员工1500人，分布在12个城市。", "本公司有1500名员工，分布在12个城市。"),
    ("请在14:30之前把文件发给我。", "请于14:30前将文件发送给我。"),
    ("列车时速可以达到350公里每小时。", "列车时速可达350公里。"),
    ("邮箱是zhang@example.cn，有问题就写信。", "如有问题，请致信zhang@example.cn。"),
    ("使用`pip install`命令来进行安装。", "用`pip install`命令安装。"),
    ("如图3所示，结果是很好的。", "如图3所示，结果良好。"),
    ("根据文献[5]的研究，效果明显。", "文献[5]的研究表明效果明显。"),
    ("## 简价\n\n这是一个软件。", "## 简介\n\n这是一款软件。"),
    ("- 第一点：快\n- 第二点：省", "- 第一点：速度快\n- 第二点：成本低"),
    ("他的身高有1.85米那么高。", "他身高1.85米。"),
    ("从5月1日到5月7日放假七天。", "5月1日至5月7日放假七天。"),
    ("温度下降到了-10℃左右。", "气温降至约-10℃。"),
    ("有3个原因导致了这个问题的发生。", "这个问题有三个原因。"),
    ("一共有10个人参加了此次会议。", "十人参加了此次会议。"),
    ("由于以上的种种原因，我们决定推迟。", "综上，我们决定推迟。"),
    ("Python 3.12在2023年10月发布了。", "Python 3.12发布于2023年10月。"),
    ("请点击**确定**按扭。", "请点击**确定**按钮。"),
    ("[点击这理](docs/a.md)下载。", "[点击这里](docs/a.md)下载。"),
    ("共计人民币５００元整。", "共计人民币500元整。"),
    ("该药每天服用2次，每次5毫克。", "该药每日服用两次，每次5毫克。"),
    ("电话号码是010-12345678。", "电话：010-12345678。"),
    ("我和小王在2019年就认识了。", "我与小王2019年便已相识。"),
    ("第1章讲的是历史，第2章讲的是现状。", "第1章讲历史，第2章讲现状。"),
    ("大概占总数的35％。", "约占总数的35%。"),
    ("谢谢你，我会在三天之内给你答复。", "谢谢，我将在三天内答复您。"),
    ("占地面积为120平方米的房子。", "房子占地120平方米。"),
    ("比分是3:2，我们赢了。", "我们以3:2获胜。"),
    ("他用了「匠心」这个词来形容。", "他以「匠心」一词形容。"),
)

UNSEEN = (
    (
        "The quick brown fox jump over the lazy dog's.",
        "The quick brown fox jumps over the lazy dog.",
    ),
    (
        "On Tuesday, we flew to Paris and stay at the Ritz for 3 nights.",
        "We flew to Paris on Tuesday and stayed at the Ritz for three nights.",
    ),
    (
        "Dr. Sarah Johnson, whom works at MIT, have published 14 papers.",
        "Dr. Sarah Johnson, who works at MIT, has published 14 papers.",
    ),
    ("Pls find attached the Q2 report (v1.3).", "Please find attached the Q2 report (v1.3)."),
    (
        "The U.S. economy grew by 2.1 percent in the first quarter.",
        "The US economy grew 2.1% in the first quarter.",
    ),
    (
        "He was born in 1985, and he was raised in Leeds, England.",
        "Born in 1985, he grew up in Leeds, England.",
    ),
    (
        "I would like to inform you that your appointment is scheduled for Monday, March 3rd, at "
        "10:30 AM.",
        "Your appointment is on Monday, 3 March, at 10:30.",
    ),
    ("Our office is open from 9:00 to 17:00.", "Our office is open from 9 am to 5 pm."),
    (
        "Between 1990 and 2000 the population of Dublin grew from 500.000 to 1,000,000.",
        "Between 1990 and 2000 Dublin's population grew from 500,000 to 1,000,000.",
    ),
    ("More info at www.example.com/help.", "For more information, visit www.example.com/help."),
    (
        "The patient is a 45 year old male who has a BMI of 27.",
        "The patient is a 45-year-old man with a BMI of 27.",
    ),
    (
        "There was 1 problem: the server was down for 2 hrs.",
        "There was one problem: the server was down for two hours.",
    ),
    ("Add 1/2 cup of sugar and 3/4 tsp of salt.", "Add ½ cup of sugar and ¾ tsp of salt."),
    ("Mix 200g flour with 100ml water.", "Mix 200 g of flour with 100 ml of water."),
    ("The temperature reached 38°C in Seville.", "It reached 38 °C in Seville."),
    (
        "Shakespeare wrote Hamlet around the year 1600.",
        "Hamlet was written by Shakespeare around 1600.",
    ),
    ("The GDPR came into force on 25/05/2018.", "The GDPR came into force on 25 May 2018."),
    ("Section 3.2 describe the API's of the module.", "Section 3.2 describes the module's APIs."),
    ("- [ ] by milk\n- [x] call mom", "- [ ] Buy milk\n- [x] Call Mum"),
    ("**Note:** The file `a.txt` must exists.", "**Note:** The file `a.txt` must exist."),
    ("This costs ten dollars.", "This costs $10."),
    ("The class has twenty-five pupils.", "The class has 25 pupils."),
    ("It happened in the 1990s.", "It happened in the nineties."),
    (
        "We was 5 minute late because of the traffic on the M25.",
        "We were five minutes late because of traffic on the M25.",
    ),
    ("E-mail bob@corp.com or call 555-1234.", "Call 555-1234 or e-mail bob@corp.com."),
    (
        "In my opinion I think that Barcelona is more nicer than Madrid.",
        "I think Barcelona is nicer than Madrid.",
    ),
    ('"Where is it?", asked Tom.', "“Where is it?” asked Tom."),
    (
        "She works as Project Manager at Bosch since 4 years.",
        "She has been working as a project manager at Bosch for four years.",
    ),
    (
        "The results (see Table 2 and Fig. 4) was surprising.",
        "The results (see Table 2 and Fig. 4) were surprising.",
    ),
    ("I've lost my I-Phone in the Bus.", "I lost my iPhone on the bus."),
    (
        "Hi Mark,\n\nthanks for you're mail. I come at friday.\n\nBye\nJulia",
        "Hi Mark,\n\nThank you for your e-mail. I will come on Friday.\n\nBest regards,\nJulia",
    ),
    (
        "Mount Everest is 8,849 m high, it is the highest mountain.",
        "At 8,849 m, Mount Everest is the highest mountain.",
    ),
    (
        "The Federal Reserve raised rates 3 times this year.",
        "This year the Federal Reserve raised rates three times.",
    ),
    (
        "Ich habe am 3. Oktober 2023 ein Paket mit 2 Bücher bestellt.",
        "Am 3. Oktober 2023 habe ich ein Paket mit zwei Büchern bestellt.",
    ),
    (
        "Die Firma Müller GmbH hat in 2022 einen Umsatz von 3,5 Mio. € gemacht.",
        "Die Müller GmbH erzielte 2022 einen Umsatz von 3,5 Mio. €.",
    ),
    ("Je suis arrivé à 14h30 avec Marie Dupont.", "Marie Dupont et moi sommes arrivés à 14h30."),
    ("El precio es de 25,50 euros mas IVA.", "El precio es de 25,50 € más IVA."),
    ("我们在2023年第三季度的收入是1.2亿元。", "2023年第三季度，我们的收入为1.2亿元。"),
    ("小明今年8岁了,他喜欢踢足球。", "小明今年八岁，喜欢踢足球。"),
    ("北京到上海的距离大约是1200公里左右。", "北京到上海约1200公里。"),
    ("请您于5月20号之前提交申请表。", "请于5月20日前提交申请表。"),
    ("据《人民日报》报导，有超过50%的人同意。", "据《人民日报》报道，超过50%的人表示同意。"),
    ("这款手机的价格为人民币3999元。", "这款手机售价3999元。"),
    ("会议时间：下午3点30分，地点：201室。", "会议将于下午3:30在201室举行。"),
    ("王老师说：“明天考试。”", "王老师说明天考试。"),
    ("用户可以通过Settings→Account来修改密码。", "用户可在Settings→Account中修改密码。"),
    ("我已经等了你两个小时了！", "我等了你2个小时！"),
    ("GPT-4比GPT-3要好的多。", "GPT-4比GPT-3好得多。"),
    ("他出生于一九八五年。", "他生于1985年。"),
    ("该公司成立于2001年，总部设在深圳。", "这家公司2001年成立，总部在深圳。"),
)
"""Written after the rules, to see what they do with what they were not made for."""

PAIRS = (*ENGLISH, *OTHER, *CHINESE, *UNSEEN)
