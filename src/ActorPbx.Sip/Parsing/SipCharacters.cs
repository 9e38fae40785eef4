using System.Buffers;

namespace ActorPbx.Sip.Parsing;

/// <summary>The character classes of RFC 3261 §25.1, for vectorised searches.</summary>
internal static class SipCharacters
{
    private const string AlphaNum = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Mark = "-_.!~*'()";

    public static readonly SearchValues<char> TokenChars = SearchValues.Create(AlphaNum + "-.!%*_+`'~");
    public static readonly SearchValues<byte> Token = Set(AlphaNum + "-.!%*_+`'~");

    /// <summary>word: what a Call-ID is made of; '=' and its kin are no part of it, yet come with base64, and a Call-ID is only ever compared.</summary>
    public static readonly SearchValues<byte> Word = Set(AlphaNum + "-.!%*_+`'~()<>:\\\"/[]?{}=&$#|^");
    public static readonly SearchValues<byte> Scheme = Set(AlphaNum + "+-.");

    // '#' must be escaped by the letter of RFC 3261 §25.1, yet phones dial it raw in feature codes.
    public static readonly SearchValues<byte> User = Set(AlphaNum + Mark + "&=+$,;?/%#");
    public static readonly SearchValues<byte> Password = Set(AlphaNum + Mark + "&=+$,%");
    public static readonly SearchValues<byte> Host = Set(AlphaNum + "-._");
    public static readonly SearchValues<byte> UriParameter = Set(AlphaNum + Mark + "[]/:&+$%");
    public static readonly SearchValues<byte> UriHeader = Set(AlphaNum + Mark + "[]/?:+$%");
    public static readonly SearchValues<byte> TelNumber = Set("0123456789ABCDEFabcdef*#-.()+");

    /// <summary>Any URI of another scheme: printable ASCII that cannot end a URI.</summary>
    public static readonly SearchValues<byte> OpaqueUri = Set(Printable("\"<>\\^`{}|"));

    /// <summary>Controls that no header field may hold outside a quoted pair; CR and LF are looked at with the line ends.</summary>
    public static readonly SearchValues<byte> Controls = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);

    public static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t';

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (start < text.Length && IsSpace(text[start])) start++;
        var end = text.Length;
        while (end > start && IsSpace(text[end - 1])) end--;
        return text[start..end];
    }

    private static SearchValues<byte> Set(string characters) => SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));

    private static string Printable(string without) =>
        string.Concat(Enumerable.Range(33, 94).Select(code => (char)code).Where(character => !without.Contains(character)));
}
