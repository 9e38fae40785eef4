using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Dialogs;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// The name of a call's dialogue as those see it who watch its number (RFC 4235): good for a Replaces, and for nothing else. The real one is told to nobody, because
/// whoever knows its tags could speak in it; this one gives no right, which is asked for when somebody uses it.
/// </summary>
internal static class ShownDialog
{
    private const string Local = "l-";
    private const string Remote = "r-";

    /// <summary>The tag of a number of ours in its call; empty when it has characters that no tag may have.</summary>
    public static string LocalTag(string number) => Tag(Local, number);

    /// <summary>The tag of who it talks with.</summary>
    public static string RemoteTag(string number) => Tag(Remote, number);

    /// <summary>The number whose call is meant, whichever side of it the phone names first; null when it is no such name.</summary>
    public static string? NumberIn(ReplacesHeader replaces, CallId call) =>
        replaces.CallId != call.Value ? null : After(Local, replaces.ToTag) ?? After(Local, replaces.FromTag);

    private static string Tag(string side, string number) => number.All(IsOfToken) ? side + number : "";

    private static string? After(string side, string tag) => tag.StartsWith(side, StringComparison.Ordinal) ? tag[side.Length..] : null;

    // RFC 3261 §25.1.
    private static bool IsOfToken(char letter) => char.IsAsciiLetterOrDigit(letter) || "-.!%*_+`'~".Contains(letter, StringComparison.Ordinal);
}
