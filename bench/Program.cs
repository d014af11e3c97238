using Gleaner.Bench;

return args is ["fetch"] ? await FetchBench.Run(6_000) : 0;
