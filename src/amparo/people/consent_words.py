"""What a person reads before they agree. A sentence once shown stays as it is: a change is a new name."""

from amparo.foundation.errors import Refused

MESSAGES = "messages"
TRUSTED = "trusted"

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
}


def shown(what: str, language: str, *, programme: str) -> str:
    """The sentence in the person's language. Codes: "consent_unknown", "language_not_offered"."""
    if what not in WORDS:
        raise Refused("consent_unknown")
    if language not in WORDS[what]:
        raise Refused("language_not_offered")
    return WORDS[what][language].format(programme=programme)
