"""Amounts in capital Chinese numerals (大写金额), as vouchers write them (支付结算办法, 附一)."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")


def capital(fen: int) -> str:
    """叁万贰仟零伍元陆角整 for 3200560 分; amounts below zero begin with 负. Up to 16 digits of 元."""
    if fen == 0:
        return "零元整"
    head = "负" if fen < 0 else ""
    yuan, cents = divmod(abs(fen), 100)
    jiao, rest = divmod(cents, 10)
    whole = f"{_whole(yuan)}元" if yuan else ""
    if not cents:
        return f"{head}{whole}整"
    tail = f"{_DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return f"{head}{whole}{tail}{f'{_DIGITS[rest]}分' if rest else '整'}"


def _whole(number: int) -> str:
    if number >= 100_000_000:
        high, low = divmod(number, 100_000_000)
        return f"{_whole(high)}亿" + _joined(low, 10_000_000)
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return f"{_group(high)}万" + _joined(low, 1_000)
    return _group(number)


def _joined(low: int, full: int) -> str:
    return "" if not low else ("零" if low < full else "") + _whole(low)


def _group(number: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return text
