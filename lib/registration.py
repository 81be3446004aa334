"""Registration numbers of businesses and organisations: pure arithmetic."""

DIGITS = 10
_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def is_registration_number(digits: str) -> bool:
    """Ten digits of which the last checks the others (사업자등록번호, 고유번호)."""
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return False
    numbers = [int(digit) for digit in digits]
    total = sum(number * weight for number, weight in zip(numbers, _WEIGHTS, strict=False))
    total += numbers[8] * 5 // 10
    return (total + numbers[9]) % 10 == 0


def with_dashes(digits: str) -> str:
    """As people write it: 123-45-67890."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if len(digits) == DIGITS else digits
