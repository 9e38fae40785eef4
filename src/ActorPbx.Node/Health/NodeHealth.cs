namespace ActorPbx.Node.Health;

/// <summary>How a node is, as whoever distributes load or restarts programs asks.</summary>
/// <param name="Alive">Its actors answer.</param>
/// <param name="Ready">It takes new calls.</param>
/// <param name="Draining">It lets its last calls finish.</param>
/// <param name="Calls">Its calls; -1 when nobody answered.</param>
/// <param name="Store">"ok", or what is wrong with the database.</param>
/// <param name="Bus">"up", why there is none, or empty for a node of its own.</param>
public sealed record NodeHealth(bool Alive, bool Ready, bool Draining, int Calls, string Store, string Bus);
