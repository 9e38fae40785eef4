using System.Buffers;

namespace ActorPbx.Sip.Messages;

/// <summary>Guards what goes out: no value may end its line and start a header field of its own.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    public static bool IsUnsafe(string value) => value.AsSpan().ContainsAny(LineEnds);

    public static string Checked(string value, string parameter)
    {
        ArgumentNullException.ThrowIfNull(value, parameter);
        return IsUnsafe(value) ? throw new ArgumentException("A header value holds no CR and no LF.", parameter) : value;
    }
}
