using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Events;

/// <summary>An Event header (RFC 6665 §8.2.1): the event package that a SUBSCRIBE, NOTIFY or PUBLISH is about, and the name of the subscription in its dialogue.</summary>
/// <param name="Package">The package with its templates, such as <c>dialog</c> or <c>presence.winfo</c>.</param>
/// <param name="Id">The <c>id</c> parameter, or empty.</param>
public readonly record struct EventHeader(string Package, string Id)
{
    /// <summary>What a message says; null when it says nothing that can be read.</summary>
    public static EventHeader? In(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Headers.Get(HeaderName.Event) is not { } text) return null;
        var end = text.IndexOf(';');
        var package = (end < 0 ? text.AsSpan() : text.AsSpan(0, end)).Trim();
        return package.IsEmpty ? null : new EventHeader(package.ToString(), end < 0 ? "" : HeaderParameter.In(text.AsSpan(end), "id").ToString());
    }

    public override string ToString() => Id.Length == 0 ? Package : $"{Package};id={Id}";
}
