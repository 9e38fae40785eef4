namespace ActorPbx.Kernel.Util;

/// <summary>Writes counters in the short alphabet used for the names of unnamed actors.</summary>
public static class Base64Encoding
{
    /// <summary>The alphabet, lowest digit first.</summary>
    public const string Base64Chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    /// <summary>The number with a leading <c>$</c>.</summary>
    public static string Base64Encode(this long value) => Base64Encode(value, "$");

    /// <summary>The number with the given prefix, least significant digit first.</summary>
    public static string Base64Encode(this long value, string prefix)
    {
        Span<char> buffer = stackalloc char[12];
        int length = 0;
        ulong rest = (ulong)value;
        do
        {
            buffer[length++] = Base64Chars[(int)(rest & 63)];
            rest >>= 6;
        }
        while (rest != 0);
        return string.Concat(prefix, buffer[..length]);
    }
}
