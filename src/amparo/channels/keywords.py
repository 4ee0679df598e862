"""STOP, START, HELP and LOCK as people write them, and short answers to a reminder.

Only a message that is nothing but the word counts: "stop by the office tomorrow?" is not a STOP. Accents,
capitals, punctuation and pictures do not matter. STOP stops messages at once; that it never costs a hearing
is the caller's to keep.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache

# A real keyword is short; longer texts are not worth folding.
LONGEST = 60


class Keyword(StrEnum):
    """What a whole message means."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    LOCK = "lock"  # their phone is lost: nobody is to open their page


class Answer(StrEnum):
    """What a person answers to a reminder."""

    COMING = "coming"
    HELP = "help"
    CANNOT = "cannot"


STOP_PHRASES: dict[str, str] = {
    "en": "stop, stop all, stopall, quit, end, revoke, opt out, optout, cancel, unsubscribe, stop "
    "please, please stop, stop it, stop texting, stop texting me, stop messages, stop messaging "
    "me, stop sending messages, no more, no more messages, no more texts, do not text me, dont "
    "text me, remove me, leave me alone, stop2end, stop now, stop all messages",
    "es": "alto, pare, paren, para, parar, basta, baja, dar de baja, darme de baja, deme de baja, "
    "cancelar, cancele, cancela, salir, terminar, fin, detener, detenga, no mas, no más mensajes, "
    "no mas textos, no quiero mensajes, ya no, ya no quiero mensajes, no quiero más mensajes, no "
    "me escriban, no me escriban más, no me manden mensajes, quitar, quíteme, suspender, "
    "desuscribir, desuscribirme, revocar, stop por favor, alto por favor, pare por favor",
    "ht": "kanpe, sispann, rete, fini, anile, sòti, soti, dezabòne, pa voye mesaj ankò, pa voye mesaj, "
    "pa ekri m ankò, mwen pa vle mesaj, mwen pa vle mesaj ankò, pa gen mesaj ankò, tanpri "
    "sispann, tanpri kanpe, ase",
    "pt": "parar, pare, sair, cancelar, cancele, encerrar, chega, remover, descadastrar, descadastre, "
    "não mais, sem mais mensagens, não quero mensagens, não quero mais mensagens, não me mande "
    "mensagens, pare por favor, revogar",
    "fr": "arrêt, arrêter, arrêtez, arrête, stopper, annuler, désabonner, désinscrire, se désabonner, "
    "fin, terminer, plus de messages, plus de message, pas de messages, je ne veux plus de "
    "messages, ne plus recevoir, révoquer, quitter, stop svp, arrêtez svp, assez",
    "ar": "توقف, توقفوا, أوقف, أوقفوا, إيقاف, وقف, قف, كفى, إلغاء, الغي, إلغاء الاشتراك, ألغ الاشتراك, "
    "لا ترسل, لا ترسلوا, لا رسائل, لا أريد رسائل, أوقفوا الرسائل, إيقاف الرسائل, خروج, إنهاء, بس",
    "ru": "стоп, остановить, остановите, остановитесь, отписаться, отпишите, отпишите меня, отписка, "
    "отмена, отменить, хватит, прекратить, прекратите, конец, выход, больше не пишите, не пишите, "
    "не пишите мне, не надо сообщений, больше не надо, отказ, отказаться",
    "zh-hans": "停止, 停, 停下, 退订, 退出, 取消, 取消订阅, 结束, 终止, "
    "不要, 不要再发, 不要发了, 别发了, 别再发了, 不要短信, "
    "不要再发短信, 拒收, 退訂, 取消訂閱, 結束",
}

START_PHRASES: dict[str, str] = {
    "en": "start, unstop, resume, subscribe, opt in, optin, start again, restart",
    "es": "comenzar, empezar, iniciar, inicio, reanudar, alta, dar de alta, suscribir, suscribirme, activar",
    "ht": "kòmanse, rekòmanse, abòne, aktive",
    "pt": "começar, iniciar, recomeçar, retomar, ativar, assinar",
    "fr": "commencer, démarrer, reprendre, recommencer, activer, s'abonner, abonner",
    "ar": "ابدأ, بدء, ابدؤوا, استئناف, اشتراك, اشترك, تفعيل",
    "ru": "старт, начать, возобновить, подписаться, включить",
    "zh-hans": "开始, 恢复, 订阅, 重新开始, 訂閱, 開始",
}

HELP_PHRASES: dict[str, str] = {
    "en": "help, info, information, help me, help please, please help, who is this",
    "es": "ayuda, ayúdame, ayúdenme, auxilio, información, ayuda por favor, quién es",
    "ht": "èd, ede m, ede mwen, enfòmasyon, tanpri ede m, ki moun sa a",
    "pt": "ajuda, me ajude, ajude, informação, socorro, quem é",
    "fr": "aide, aidez moi, infos, information, au secours, qui est ce",
    "ar": "مساعدة, ساعدوني, ساعدني, معلومات, النجدة, من أنتم",
    "ru": "помощь, помогите, информация, инфо, справка, кто это",
    "zh-hans": "帮助, 帮忙, 帮帮我, 信息, 救命, 求助, 幫助, 你是谁",
}

LOCK_PHRASES: dict[str, str] = {
    "en": "lock, lock it, lock my page, lock my phone, lock everything, my phone is lost, lost my phone, "
    "i lost my phone, lost phone, phone lost, my phone was stolen, phone stolen, stolen phone",
    # "Lock everything" stands in two halves: searches for what is left to do find the Spanish word as well.
    "es": "bloquear, bloquee, bloquea, bloqueo, bloquear mi página, perdí mi teléfono, perdí mi celular, bloquear t"
    "odo, perdí el teléfono, perdí el celular, teléfono perdido, celular perdido, me robaron el teléfono, "
    "me robaron el celular",
    "ht": "bloke, fèmen, bloke tout, mwen pèdi telefòn mwen, m pèdi telefòn mwen, m pèdi telefòn, yo vòlè telefòn mwen",
    "pt": "bloquear, bloqueie, bloqueio, bloquear tudo, perdi meu telefone, perdi meu celular, celular perdido, "
    "roubaram meu celular",
    "fr": "bloquer, bloquez, bloque, verrouiller, verrouillez, verrouille, tout bloquer, j'ai perdu mon téléphone, "
    "téléphone perdu, on m'a volé mon téléphone, téléphone volé",
    "ar": "قفل, اقفل, أقفل, اقفلوا, حظر, ضاع هاتفي, فقدت هاتفي, سرق هاتفي, هاتفي ضائع",
    "ru": "заблокировать, заблокируйте, блокировать, блок, я потерял телефон, я потеряла телефон, потерял телефон, "
    "потеряла телефон, телефон украли, у меня украли телефон",
    "zh-hans": "锁定, 锁, 锁住, 上锁, 手机丢了, 我的手机丢了, 手机被偷了, 鎖定, 手機丟了",
}

# The numbers stand in every reminder by text; the words are what people write instead.
ANSWER_PHRASES: dict[Answer, str] = {
    Answer.COMING: "1, yes, y, ok, okay, i will go, i will be there, sí, voy, sí voy, voy a ir, ahí estaré, "
    "wi, sim, vou, oui, j'y serai, نعم, سأحضر, да, приду, 是, 会去, 好",
    Answer.HELP: "2, i need help, need help, necesito ayuda, mwen bezwen èd, preciso de ajuda, "
    "j'ai besoin d'aide, أحتاج مساعدة, أحتاج إلى مساعدة, мне нужна помощь, нужна помощь, "
    "我需要帮助, 需要帮助",
    Answer.CANNOT: "3, no, n, i can't make it, i can't go, i cannot go, i can not go, no puedo, "
    "no puedo ir, non, m pa ka ale, mwen pa ka ale, não, não posso, não posso ir, "
    "je ne peux pas, "
    "لا, لا أستطيع, нет, не могу, 不能, 不能去, 去不了",
}


def recognise(text: str) -> Keyword | None:
    """The keyword a whole message consists of, if it does."""
    return _keywords().get(_folded(text)) if len(text) <= LONGEST else None


def answer(text: str) -> Answer | None:
    """The answer to a reminder a whole message consists of. Ask `recognise` first: STOP goes before all."""
    return _answers().get(_folded(text)) if len(text) <= LONGEST else None


@cache
def _keywords() -> dict[str, Keyword]:
    found: dict[str, Keyword] = {}
    # STOP last: should a word ever stand in two tables, it stops.
    for keyword, table in (
        (Keyword.LOCK, LOCK_PHRASES),
        (Keyword.HELP, HELP_PHRASES),
        (Keyword.START, START_PHRASES),
        (Keyword.STOP, STOP_PHRASES),
    ):
        found.update({_folded(phrase): keyword for phrases in table.values() for phrase in phrases.split(",")})
    return found


@cache
def _answers() -> dict[str, Answer]:
    return {_folded(p): meaning for meaning, phrases in ANSWER_PHRASES.items() for p in phrases.split(",")}


# Apostrophes vanish ("don't" is "dont"), and so does the Arabic stretching stroke.
_DROPPED = frozenset("'’‘`´ـ")


def _folded(text: str) -> str:
    """Small letters, digits and single spaces only."""
    kept = [_fold(character) for character in unicodedata.normalize("NFKD", text)]
    return " ".join("".join(kept).casefold().split())


def _fold(character: str) -> str:
    if (
        unicodedata.combining(character)
        or character in _DROPPED
        or unicodedata.category(character) in ("Cf", "Mn", "Me")
    ):
        return ""
    return character if character.isalnum() else " "
