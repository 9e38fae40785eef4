using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Presence;

namespace ActorPbx.Pbx.Subscriptions.Distant;

/// <summary>Between the state of a number and its form on the wire.</summary>
internal static class DistantForms
{
    private const int MostDialogs = 200;

    /// <summary>The calls of a number.</summary>
    public static ImmutableArray<DialogForm> Of(NumberState state) =>
        [.. state.Dialogs.Take(MostDialogs).Select(dialog => new DialogForm(dialog.Call.Value, dialog.IsCaller, dialog.Stage, dialog.Remote))];

    /// <summary>What its phones publish.</summary>
    public static ImmutableArray<PublishedForm> Of(ImmutableArray<PublishedPresence> published) =>
        [.. published.Select(one => new PublishedForm(one.Elements, one.HasPerson))];

    /// <summary>What waits for a number.</summary>
    public static MailboxForm Of(MessageCounts counts) => new(counts.NewVoice, counts.OldVoice, counts.Text);

    /// <summary>What waits for a number; null when that was not told.</summary>
    public static MessageCounts? Counts(NumberStands? stands) =>
        stands?.Mailbox is { NewVoice: >= 0, OldVoice: >= 0, Text: >= 0 } mailbox ? new MessageCounts(mailbox.NewVoice, mailbox.OldVoice, mailbox.Text) : null;

    /// <summary>Whether the form has all its parts.</summary>
    public static bool IsWell(NumberStands stands) =>
        !stands.Dialogs.IsDefault && stands.Dialogs.Length <= MostDialogs && !stands.Published.IsDefault
        && stands.Published.Length <= PublicationLogic.MaxPerNumber && stands.Published.All(one => !one.Elements.IsDefault);

    /// <summary>The state.</summary>
    public static NumberState State(NumberStands stands) =>
        new(stands.IsReachable, [.. stands.Dialogs.Select(dialog => new NumberDialog(new CallId(dialog.Call), dialog.IsCaller, dialog.Stage, dialog.Remote))]);

    /// <summary>What its phones publish.</summary>
    public static IEnumerable<PublishedPresence> Published(NumberStands stands) => stands.Published.Select(one => new PublishedPresence(one.Elements, one.HasPerson));
}
