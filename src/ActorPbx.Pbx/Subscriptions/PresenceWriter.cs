using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Directory;
using ActorPbx.Sip.Events;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>
/// Tells whether somebody is there (RFC 3856). What his phones publish stands for the phones; only when none publishes anything their registration does.
/// That he is on the phone the exchange knows best, unless he published something of himself.
/// </summary>
internal sealed class PresenceWriter(DomainProfile domain, ExtensionNumber number) : IStateWriter
{
    private readonly string _entity = SipUri.Create(number.Value, domain.Name.Value).ToString();
    private View? _told;

    public bool IsNews(WatchedState state) => View.Of(state) != _told;

    public byte[] Write(WatchedState state)
    {
        _told = View.Of(state);
        return PresenceDocument.Write(_entity, _told.IsOpen, _told.IsOnThePhone, _told.Published.SelectMany(published => published.Elements));
    }

    private sealed record View(bool? IsOpen, bool IsOnThePhone, ImmutableArray<PublishedPresence> Published)
    {
        public static View Of(WatchedState state) => new(
            state.Published.IsEmpty ? state.Number.IsReachable : null,
            state.Number.Dialogs.Any(dialog => dialog.IsCaller || dialog.Stage == DialogStage.Confirmed) && !state.Published.Any(published => published.HasPerson),
            state.Published);

        public bool Equals(View? other) =>
            other is not null && IsOpen == other.IsOpen && IsOnThePhone == other.IsOnThePhone && Published.AsSpan().SequenceEqual(other.Published.AsSpan());

        public override int GetHashCode() => HashCode.Combine(IsOpen, IsOnThePhone, Published.Length);
    }
}
