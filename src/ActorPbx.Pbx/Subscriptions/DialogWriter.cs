using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Sip.Events;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>Tells the calls of a number (RFC 4235). Calls that ended since the document before are in it once more, as terminated: not every phone sees that something is missing.</summary>
internal sealed class DialogWriter(DomainProfile domain, ExtensionNumber number) : IStateWriter
{
    private ImmutableArray<NumberDialog> _told = [];
    private uint _version;

    public bool IsNews(WatchedState state) => !state.Number.Dialogs.AsSpan().SequenceEqual(_told.AsSpan());

    public byte[] Write(WatchedState state)
    {
        var dialogs = ImmutableArray.CreateBuilder<DialogElement>();
        foreach (var dialog in state.Number.Dialogs)
        {
            dialogs.Add(Element(dialog, StateOf(dialog.Stage)));
        }

        foreach (var before in _told)
        {
            if (!state.Number.Dialogs.Any(dialog => dialog.Call == before.Call))
            {
                dialogs.Add(Element(before, "terminated"));
            }
        }

        _told = state.Number.Dialogs;
        return new DialogInfo(UriOf(number.Value), _version++, dialogs.ToImmutable()).Write();
    }

    private DialogElement Element(NumberDialog dialog, string state) =>
        new(dialog.Call.Value, dialog.IsCaller, state, dialog.Remote.Length == 0 ? null : UriOf(dialog.Remote))
        {
            LocalTag = ShownDialog.LocalTag(number.Value),
            RemoteTag = ShownDialog.RemoteTag(number.Value),
        };

    private string UriOf(string user) => SipUri.Create(user, domain.Name.Value).ToString();

    private static string StateOf(DialogStage stage) => stage switch
    {
        DialogStage.Trying => "trying",
        DialogStage.Early => "early",
        DialogStage.Confirmed => "confirmed",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "A stage without a word."),
    };
}
