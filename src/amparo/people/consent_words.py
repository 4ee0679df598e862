"""What a person reads before they agree. A sentence once shown stays as it is: a change is a new name."""

from amparo.foundation.errors import Refused

MESSAGES = "messages"
TRUSTED = "trusted"
FACE = "face"
FAMILY = "family"
FAMILY_HEAD = "family_head"

# {programme} is the neutral name of the programme.
WORDS: dict[str, dict[str, str]] = {
    MESSAGES: {
        "en": "{programme} may send me texts, e-mails or calls about my own appointments and check-ins. "
        "I can stop this at any time, and stopping never counts against me.",
        "es": "{programme} puede enviarme mensajes, correos o llamadas sobre mis propias citas y reportes. "
        "Puedo pararlo cuando quiera, y pararlo nunca cuenta en mi contra.",
        "ht": "{programme} ka voye mesaj, imèl oswa rele m pou pwòp randevou m ak rapò m yo. "
        "Mwen ka kanpe sa nenpòt lè, e kanpe sa pa janm konte kont mwen.",
        "pt": "{programme} pode me enviar mensagens, e-mails ou ligar sobre os meus próprios compromissos. "
        "Posso parar quando quiser, e parar nunca conta contra mim.",
        "fr": "{programme} peut m’envoyer des messages ou des e-mails, ou m’appeler, "
        "pour mes propres rendez-vous. "
        "Je peux arrêter à tout moment, et arrêter ne compte jamais contre moi.",
        "ar": "يمكن لـ {programme} أن يرسل إليّ رسائل أو بريدًا أو يتصل بي بشأن مواعيدي أنا فقط. "
        "يمكنني إيقاف ذلك في أي وقت، وإيقافه لا يُحسب ضدي أبدًا.",
        "ru": "{programme} может присылать мне сообщения, письма или звонить о моих собственных встречах. "
        "Я могу прекратить это в любой момент, и это никогда не будет использовано против меня.",
        "zh-hans": "{programme} 可以就我本人的预约和报到给我发短信、电子邮件或打电话。"
        "我可以随时停止，停止绝不会对我不利。",
    },
    TRUSTED: {
        "en": "If {programme} cannot reach me, it may ask the person I have named how I am. It tells them nothing "
        "about my case. I can take this back at any time, and taking it back never counts against me.",
        "es": "Si {programme} no puede comunicarse conmigo, puede preguntar cómo estoy a la persona que yo nombré. No "
        "le dice nada sobre mi caso. Puedo cancelarlo cuando quiera, y cancelarlo nunca cuenta en mi contra.",
        "ht": "Si {programme} pa ka jwenn mwen, li ka mande moun mwen te nonmen an kijan m ye. Li pa di l anyen sou "
        "dosye m. Mwen ka retire sa nenpòt lè, e retire sa pa janm konte kont mwen.",
        "pt": "Se {programme} não conseguir falar comigo, pode perguntar como estou à pessoa que eu indiquei. Não "
        "conta nada sobre o meu caso. Posso cancelar quando quiser, e cancelar nunca conta contra mim.",
        "fr": "Si {programme} ne peut pas me joindre, il peut demander de mes nouvelles à la personne que j’ai nommée. "
        "Il ne lui dit rien de mon dossier. Je peux arrêter à tout moment, et arrêter ne compte jamais contre moi.",
        "ar": "إذا لم يتمكن {programme} من الوصول إليّ، يمكنه أن يسأل الشخص الذي سمّيته عن حالي. لا يخبره بأي شيء عن "
        "قضيتي. يمكنني إلغاء ذلك في أي وقت، وإلغاؤه لا يُحسب ضدي أبدًا.",
        "ru": "Если {programme} не может со мной связаться, можно спросить обо мне у человека, которого я назову. Ему "
        "ничего не говорят о моём деле. Я могу отменить это в любой момент, и это никогда не обратится против меня.",
        "zh-hans": "如果 {programme} 联系不到我，可以向我指定的人询问我的情况，但不会透露我的案件。"
        "我可以随时取消，取消绝不会对我不利。",
    },
    FACE: {
        "en": "I agree that {programme} makes numbers from one selfie of me and keeps them sealed on its own computer. "
        "At a check-in a computer compares a new selfie with my numbers only, never with other people. Each picture is "
        "destroyed after it is compared; if a person must look, after 7 days at most. I do not have to agree: the "
        "other ways count the same. I can take this back at any time, my numbers are then destroyed at once, and "
        "taking it back never counts against me.",
        "es": "Acepto que {programme} saque números de una selfi mía y los guarde sellados en su propia computadora. "
        "En un reporte, una computadora compara una selfi nueva solo con mis números, nunca con otras personas. Cada "
        "foto se destruye después de compararla; si tiene que mirarla una persona, en 7 días como máximo. No estoy "
        "obligado a aceptar: las otras formas valen lo mismo. Puedo cancelarlo cuando quiera, mis números se destruyen "
        "enseguida, y cancelarlo nunca cuenta en mi contra.",
        "ht": "Mwen dakò pou {programme} fè chif ak yon sèlfi mwen epi kenbe yo sele sou pwòp òdinatè li. Lè m fè "
        "rapò, yon òdinatè konpare yon nouvo sèlfi ak chif pa m yo sèlman, jamè ak lòt moun. Yo detwi chak foto apre "
        "yo fin konpare l; si yon moun dwe gade l, apre 7 jou pou pi plis. Mwen pa oblije dakò: lòt fason yo gen menm "
        "valè. Mwen ka retire sa nenpòt lè, yo detwi chif mwen yo touswit, e retire sa pa janm konte kont mwen.",
        "pt": "Concordo que {programme} faça números a partir de uma selfie minha e os guarde selados no seu próprio "
        "computador. Num check-in, um computador compara uma nova selfie só com os meus números, nunca com outras "
        "pessoas. Cada foto é destruída depois de comparada; se uma pessoa tiver de a ver, em 7 dias no máximo. Não "
        "sou obrigado a concordar: as outras formas valem o mesmo. Posso cancelar quando quiser, os meus números são "
        "destruídos logo, e cancelar nunca conta contra mim.",
        "fr": "J’accepte que {programme} tire des nombres d’un selfie de moi et les garde scellés sur son propre "
        "ordinateur. Lors d’un pointage, un ordinateur compare un nouveau selfie à mes nombres seulement, jamais à "
        "d’autres personnes. Chaque photo est détruite après la comparaison ; si une personne doit la regarder, après "
        "7 jours au plus. Je ne suis pas obligé d’accepter : les autres moyens valent autant. Je peux arrêter à tout "
        "moment, mes nombres sont alors détruits aussitôt, et arrêter ne compte jamais contre moi.",
        "ar": "أوافق على أن يستخرج {programme} أرقامًا من صورة سيلفي لي وأن يحفظها مختومة على حاسوبه الخاص. عند تسجيل "
        "الحضور يقارن حاسوب صورة جديدة بأرقامي أنا فقط، وليس بأشخاص آخرين أبدًا. تُتلف كل صورة بعد مقارنتها؛ وإن كان "
        "على إنسان أن ينظر إليها، فخلال 7 أيام على الأكثر. لست ملزمًا بالموافقة: الطرق الأخرى لها القيمة نفسها. يمكنني "
        "إلغاء ذلك في أي وقت، فتُتلف أرقامي فورًا، وإلغاؤه لا يُحسب ضدي أبدًا.",
        "ru": "Я согласен, что {programme} получит числа из одного моего селфи и будет хранить их запечатанными на "
        "своём компьютере. При отметке компьютер сравнивает новое селфи только с моими числами и никогда — с другими "
        "людьми. Каждый снимок уничтожается после сравнения; если его должен посмотреть человек — самое позднее через "
        "7 дней. Я не обязан соглашаться: другие способы равноценны. Я могу отменить это в любой момент, мои числа "
        "сразу уничтожаются, и это никогда не обратится против меня.",
        "zh-hans": "我同意 {programme} 用我的一张自拍生成一组数字，并加密保存在其自己的计算机上。"
        "报到时，计算机只把新的自拍与我的数字比对，绝不与其他人比对。"
        "每张照片比对后即销毁；如需由人查看，最多 7 天后销毁。我可以不同意：其他方式同样有效。"
        "我可以随时取消，我的数字会立即销毁，取消绝不会对我不利。",
    },
    FAMILY: {
        "en": "{programme} may take a check-in for me from the head of my family. They see my first name, that my "
        "check-in is open and until when, and the number and time of what they sent. They see nothing else about "
        "me. I can still check in myself. I can stop at any time, nobody in my family is told, and stopping never "
        "counts against me.",
        "es": "{programme} puede recibir un reporte por mí de quien encabeza mi familia. Esa persona ve mi nombre de "
        "pila, que mi reporte está abierto y hasta cuándo, y el número y la hora de lo que envió. No ve nada más "
        "de mí. Yo siempre puedo reportarme. Puedo pararlo cuando quiera, no se avisa a nadie de mi familia, y "
        "pararlo nunca cuenta en mi contra.",
        "ht": "{programme} ka resevwa nouvèl mwen nan men chèf fanmi m. Moun sa a wè prenon m, ke n ap tann nouvèl "
        "mwen ak jiskilè, epi nimewo ak lè sa li te voye a. Li pa wè anyen ankò sou mwen. Mwen ka toujou bay "
        "nouvèl mwen poukont mwen. Mwen ka sispann sa nenpòt lè, yo pa di pèsonn nan fanmi m, e sispann sa pa janm "
        "konte kont mwen.",
        "pt": "{programme} pode receber notícias minhas de quem responde pela minha família. Essa pessoa vê o meu "
        "primeiro nome, que se esperam notícias minhas e até quando, e o número e a hora do que enviou. Não vê "
        "mais nada sobre mim. Eu sempre posso dar as minhas notícias. Posso parar quando quiser, ninguém da minha "
        "família é avisado, e parar nunca conta contra mim.",
        "fr": "{programme} peut recevoir de mes nouvelles de la personne responsable de ma famille. Elle voit mon "
        "prénom, que l’on attend de mes nouvelles et jusqu’à quand, ainsi que le numéro et l’heure de ce qu’elle a "
        "envoyé. Elle ne voit rien d’autre de moi. Je peux toujours donner de mes nouvelles moi-même. Je peux "
        "arrêter à tout moment, personne dans ma famille n’en est averti, et arrêter ne compte jamais contre moi.",
        "ar": "يمكن لـ {programme} أن يستلم رسالة اطمئنان عني من ربّ عائلتي. يرى هذا الشخص اسمي الأول، وأن رسالة "
        "اطمئناني مفتوحة وحتى متى، ورقم ووقت ما أرسله. لا يرى أي شيء آخر عني. يمكنني دائمًا أن أرسلها بنفسي. "
        "يمكنني إيقاف ذلك في أي وقت، ولا يُخبَر أحد من عائلتي، وإيقافه لا يُحسب ضدي أبدًا.",
        "ru": "{programme} может принять отклик за меня от главы моей семьи. Этот человек видит моё имя, что от меня "
        "ждут отклика и до какого времени, а также номер и время того, что он отправил. Больше он ничего обо мне "
        "не видит. Я всегда могу откликнуться сам или сама. Я могу прекратить это в любой момент, никому в семье "
        "об этом не скажут, и это никогда не обратится против меня.",
        "zh-hans": "{programme} 可以接受我家的代表替我报平安。代表能看到我的名字、是否正在等我报平安及截止时间，以及"
        "代表所发送内容的编号和时间，看不到关于我的其他任何信息。我随时可以自己报平安。我可以随时停止，不会告诉家里"
        "任何人，停止绝不会对我不利。",
    },
    FAMILY_HEAD: {
        "en": "I may check in at {programme} for people of my family who said yes to it. I see their first names "
        "while their check-ins are open. I send only what is true. I can stop at any time, and stopping never "
        "counts against me. If I send nothing for them, that never counts against me.",
        "es": "Puedo reportar en {programme} por las personas de mi familia que dijeron que sí. Veo sus nombres de "
        "pila mientras sus reportes están abiertos. Solo envío lo que es verdad. Puedo pararlo cuando quiera, y "
        "pararlo nunca cuenta en mi contra. Si no envío nada por ellas, eso nunca cuenta en mi contra.",
        "ht": "Mwen ka bay {programme} nouvèl pou moun nan fanmi m ki te di wi. Mwen wè prenon yo pandan y ap tann "
        "nouvèl yo. Mwen voye sèlman sa ki vre. Mwen ka sispann sa nenpòt lè, e sispann sa pa janm konte kont "
        "mwen. Si m pa voye anyen pou yo, sa pa janm konte kont mwen.",
        "pt": "Posso dar notícias a {programme} pelas pessoas da minha família que disseram sim. Vejo os primeiros "
        "nomes delas enquanto se esperam notícias. Só envio o que é verdade. Posso parar quando quiser, e parar "
        "nunca conta contra mim. Se eu não enviar nada por elas, isso nunca conta contra mim.",
        "fr": "Je peux donner à {programme} des nouvelles des personnes de ma famille qui ont dit oui. Je vois leurs "
        "prénoms pendant que l’on attend de leurs nouvelles. Je n’envoie que ce qui est vrai. Je peux arrêter à "
        "tout moment, et arrêter ne compte jamais contre moi. Si je n’envoie rien pour elles, cela ne compte "
        "jamais contre moi.",
        "ar": "يمكنني أن أرسل إلى {programme} رسائل اطمئنان عن أفراد عائلتي الذين وافقوا. أرى أسماءهم الأولى ما دامت "
        "رسائل اطمئنانهم مفتوحة. لا أرسل إلا ما هو صحيح. يمكنني إيقاف ذلك في أي وقت، وإيقافه لا يُحسب ضدي أبدًا. "
        "وإن لم أرسل شيئًا عنهم فلا يُحسب ذلك ضدي أبدًا.",
        "ru": "Я могу откликаться в {programme} за тех из моей семьи, кто согласился. Я вижу их имена, пока от них "
        "ждут отклика. Я отправляю только правду. Я могу прекратить это в любой момент, и это никогда не обратится "
        "против меня. Если я ничего за них не отправлю, это никогда не обратится против меня.",
        "zh-hans": "我可以向 {programme} 替家里同意的人报平安。在等他们报平安期间，我能看到他们的名字。我只发送真实的"
        "内容。我可以随时停止，停止绝不会对我不利。如果我没有替他们发送，也绝不会对我不利。",
    },
}


def read_in(what: str, language: str) -> str:
    """The language in which the words are read to somebody: their own, where they are written in it."""
    return language if language in WORDS[what] else "en"


def shown(what: str, language: str, *, programme: str) -> str:
    """The sentence in the person's language. Codes: "consent_unknown", "language_not_offered"."""
    if what not in WORDS:
        raise Refused("consent_unknown")
    if language not in WORDS[what]:
        raise Refused("language_not_offered")
    return WORDS[what][language].format(programme=programme)
