namespace ActorPbx.Pbx.Gateway;

/// <summary>Makes text that a stranger sent fit for a log line: no control characters, no great length.</summary>
internal static class LogText
{
    private const int MaxLength = 80;

    public static string Clean(string text)
    {
        var cut = text.Length > MaxLength ? text[..MaxLength] : text;
        return cut.AsSpan().ContainsAnyInRange('\0', '\u001f') || cut.Contains('\u007f')
            ? string.Create(cut.Length, cut, (span, from) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = char.IsControl(from[i]) ? '?' : from[i];
                }
            })
            : cut;
    }
}
