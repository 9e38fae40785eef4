namespace ActorPbx.Sip.Parsing;

/// <summary>Bounded decimal numbers: no sign, no space, no overflow.</summary>
internal static class SipNumber
{
    /// <summary>1*DIGIT below 2**31; leading zeros are allowed (RFC 4475 §3.1.1.1).</summary>
    public static bool TryParse(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        if (!TryParse(digits, out long wide) || wide > int.MaxValue) return false;
        number = (int)wide;
        return true;
    }

    /// <summary>1*DIGIT; what is beyond <see cref="long"/>'s reach is reported as <see cref="long.MaxValue"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> digits, out long number)
    {
        number = 0;
        if (digits.IsEmpty) return false;
        foreach (var digit in digits)
        {
            var value = digit - (uint)'0';
            if (value > 9) return false;
            number = number > (long.MaxValue - 9) / 10 ? long.MaxValue : (number * 10) + value;
        }
        return true;
    }
}
