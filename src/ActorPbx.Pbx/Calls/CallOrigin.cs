using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Identity;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;

namespace ActorPbx.Pbx.Calls;

/// <summary>Who calls, as this node sees it.</summary>
/// <param name="Number">Calling number.</param>
/// <param name="DisplayName">Name shown to who is called, or empty.</param>
/// <param name="Kind">What the caller is to this node.</param>
public abstract record CallOrigin(string Number, string DisplayName, PartyKind Kind)
{
    private static readonly TimeSpan s_longestRing = TimeSpan.FromMinutes(3);

    /// <summary>What it wants kept back.</summary>
    public Privacy Privacy { get; init; }

    /// <summary>RFC 3323 §5, RFC 3325 §7: number and name are not for those who are called.</summary>
    public bool IsHidden => (Privacy & (Privacy.User | Privacy.Id)) != 0;

    /// <summary>What it tells of itself, and of who sent the call on, is believed.</summary>
    public virtual bool IsTrusted => false;

    /// <summary>The exchange knows that the number is the caller's: it proved it, or a trusted peer says so.</summary>
    public virtual bool IsVouchedFor => IsTrusted;

    /// <summary>How long a call rings before the called side says how long it shall.</summary>
    public virtual TimeSpan NoAnswer => s_longestRing;

    /// <summary>How provisional responses are confirmed between the caller and us. Own design: between nodes they are not, as links lose nothing.</summary>
    public virtual ReliableProvisional Reliable => ReliableProvisional.Off;

    /// <summary>An extension of this node.</summary>
    public sealed record Extension(ExtensionProfile Profile) : CallOrigin(Profile.Number.Value, Profile.DisplayName, PartyKind.Phone)
    {
        /// <inheritdoc/>
        public override bool IsVouchedFor => true;

        /// <inheritdoc/>
        public override TimeSpan NoAnswer => Profile.Class.NoAnswer;

        /// <inheritdoc/>
        public override ReliableProvisional Reliable => Profile.Class.Reliable;
    }

    /// <summary>Another node of the cluster, which has the caller's half of the call.</summary>
    /// <param name="From">The branch of the node that sent the call here; headquarters for a call that passed it.</param>
    /// <param name="Number">Calling number.</param>
    /// <param name="DisplayName">Name of the caller.</param>
    /// <param name="Correlation">Name of the whole call, as the caller's node gave it.</param>
    /// <param name="Visited">Branches that the call was sent to, as the INVITE says it; empty for none.</param>
    public sealed record Link(BranchName From, string Number, string DisplayName, string Correlation, string Visited)
        : CallOrigin(Number, DisplayName, PartyKind.Link)
    {
        /// <summary>Where the calling extension may call by a trunk, as its node says.</summary>
        public OutsideReach Reach { get; init; } = OutsideReach.Default;

        /// <inheritdoc/>
        public override bool IsTrusted => true;
    }

    /// <summary>A party that was called over a link or trunk, now shown to another one.</summary>
    public sealed record Reached(string Number, PartyKind Kind) : CallOrigin(Number, "", Kind);

    /// <summary>A trunk's peer.</summary>
    /// <param name="Profile">The trunk.</param>
    /// <param name="Number">Calling number as the peer gives it.</param>
    /// <param name="DisplayName">Name of the caller, or empty.</param>
    public sealed record Trunk(TrunkProfile Profile, string Number, string DisplayName) : CallOrigin(Number, DisplayName, PartyKind.Trunk)
    {
        /// <inheritdoc/>
        public override ReliableProvisional Reliable => Profile.Reliable;

        /// <inheritdoc/>
        public override bool IsTrusted => Profile.Trust.Identity;

        /// <summary>The caller of a trunk's INVITE (RFC 3325 §5): who its peer vouches for if that is trusted, else who From shows.</summary>
        public static Trunk Of(TrunkProfile profile, SipRequest invite)
        {
            var from = invite.From;
            var privacy = PrivacyHeader.In(invite) | (AssertedIdentity.IsAnonymous(from) ? Privacy.User : Privacy.None);
            var who = (profile.Trust.Identity ? AssertedIdentity.In(invite) : null) ?? from;
            return new Trunk(profile, who.Uri.User ?? "", who.DisplayName ?? "") { Privacy = privacy };
        }
    }
}
