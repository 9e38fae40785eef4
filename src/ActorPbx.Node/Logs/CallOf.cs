namespace ActorPbx.Node.Logs;

/// <summary>Finds the call that a log event belongs to: named by a scope or a value, or told by the path of the actor that speaks.</summary>
internal static class CallOf
{
    private const string CallsFolder = "/calls/";

    public static string? Line(string category, List<KeyValuePair<string, object?>> fields)
    {
        string? fromPath = Path(category);
        foreach (var (name, value) in fields)
        {
            if (name is "Call" or "CallId" && value?.ToString() is { Length: > 0 } call)
            {
                return call;
            }

            fromPath ??= value is string text ? Path(text) : null;
        }

        return fromPath;
    }

    // akka://actorpbx/user/domains/example.com/calls/3f0c…#1234 → 3f0c…
    private static string? Path(string text)
    {
        var at = text.IndexOf(CallsFolder, StringComparison.Ordinal);
        if (at < 0 || !text.Contains("/user/", StringComparison.Ordinal))
        {
            return null;
        }

        var rest = text.AsSpan(at + CallsFolder.Length);
        var end = rest.IndexOfAny("/#] ");
        var call = end < 0 ? rest : rest[..end];
        return call.IsEmpty || call[0] == '$' ? null : call.ToString();
    }
}
