namespace ActorPbx.Pbx.Cluster;

/// <summary>
/// What nodes say to each other. A closed set of sealed records of plain values: no SIP, no actor reference, no exception.
/// Every one has its name in the codec of ActorPbx.Cluster; fields may be added (with defaults), never change their meaning.
/// </summary>
public abstract record ClusterMessage;
