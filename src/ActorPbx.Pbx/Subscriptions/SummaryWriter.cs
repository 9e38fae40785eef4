using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Pbx.Directory;
using ActorPbx.Sip.Events;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>Tells what waits in the mailbox of a number (RFC 3842).</summary>
internal sealed class SummaryWriter(DomainProfile domain, ExtensionNumber number) : IStateWriter
{
    private readonly string _account = SipUri.Create(number.Value, domain.Name.Value).ToString();

    private MessageCounts? _told;

    public bool IsNews(WatchedState state) => state.Mailbox != _told;

    public byte[] Write(WatchedState state)
    {
        _told = state.Mailbox;
        return new MessageSummary(_told.IsWaiting, _account, _told.NewVoice, _told.OldVoice, _told.Text).Write();
    }
}
