namespace ActorPbx.Domain.Calls;

/// <summary>What a leg's peer and this side agreed on: the session of that leg ends unless it is refreshed (RFC 4028).</summary>
/// <param name="Interval">How long it lives without.</param>
/// <param name="WeRefresh">This side refreshes; else the peer.</param>
/// <param name="ByUpdate">The peer takes UPDATE, so that no offer is needed for it (RFC 4028 §7.4).</param>
public sealed record SessionTerms(TimeSpan Interval, bool WeRefresh, bool ByUpdate);

/// <summary>The session timer in force on a leg.</summary>
/// <param name="Terms">What was agreed last.</param>
/// <param name="LapsesAt">When the leg is given up, if nothing refreshes it.</param>
/// <param name="Refreshing">The method of our refresh that is under way; null for none.</param>
/// <param name="IsRefused">Our last refresh came to nothing.</param>
public sealed record SessionTimer(SessionTerms Terms, DateTimeOffset LapsesAt, string? Refreshing = null, bool IsRefused = false);
