namespace ActorPbx.Sip.Events;

/// <summary>A parameter of a header whose values are tokens.</summary>
internal static class HeaderParameter
{
    /// <summary>The value in a text that begins with a semicolon; empty when it is missing.</summary>
    public static ReadOnlySpan<char> In(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        while (text.IndexOf(';') is var next and >= 0)
        {
            text = text[(next + 1)..];
            var end = text.IndexOf(';');
            var parameter = end < 0 ? text : text[..end];
            var equals = parameter.IndexOf('=');
            if (equals > 0 && parameter[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) return parameter[(equals + 1)..].Trim();
        }

        return [];
    }
}
