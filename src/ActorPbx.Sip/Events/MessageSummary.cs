using System.Globalization;
using System.Text;

namespace ActorPbx.Sip.Events;

/// <summary>What waits in a mailbox, as the <c>message-summary</c> package tells it (RFC 3842 §5.2).</summary>
/// <param name="IsWaiting">Something new is there.</param>
/// <param name="Account">The URI of the mailbox.</param>
/// <param name="NewVoice">Voice messages not heard yet.</param>
/// <param name="OldVoice">Voice messages heard before.</param>
/// <param name="NewText">Text messages not delivered yet.</param>
public sealed record MessageSummary(bool IsWaiting, string Account, int NewVoice, int OldVoice, int NewText)
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/simple-message-summary";

    /// <summary>The document. Kinds of which there is nothing are left out.</summary>
    public byte[] Write()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Messages-Waiting: {(IsWaiting ? "yes" : "no")}\r\nMessage-Account: {Account}\r\n");
        if (NewVoice > 0 || OldVoice > 0) text.Append(CultureInfo.InvariantCulture, $"Voice-Message: {NewVoice}/{OldVoice}\r\n");
        if (NewText > 0) text.Append(CultureInfo.InvariantCulture, $"Text-Message: {NewText}/0\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
