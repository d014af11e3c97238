namespace Orleans.Runtime;

/// <summary>A silo's state in the membership table; the numbers are the ones stored.</summary>
public enum SiloStatus
{
    None = 0,
    Created = 1,
    Joining = 2,
    Active = 3,
    ShuttingDown = 4,
    Stopping = 5,
    Dead = 6,
}
