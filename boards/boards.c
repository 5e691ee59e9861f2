// SPDX-License-Identifier: GPL-2.0-only
/* The machines that were built in (menuconfig: Boards). */
#include "../init/knit.h"
#include "board.h"

#ifdef CONFIG_KNIT_BOARD_MALTA
#include "malta.c"
#endif
#ifdef CONFIG_KNIT_BOARD_VIRT_ARM
#include "virt-arm.c"
#endif
#ifdef CONFIG_KNIT_BOARD_VIRT_RISCV64
#include "virt-riscv64.c"
#endif
#ifdef CONFIG_KNIT_BOARD_ALFA_NETWORK_AP120C_AC
#include "alfa-network-ap120c-ac.c"
#endif
#ifdef CONFIG_KNIT_BOARD_BUFFALO_LSXHL
#include "buffalo-lsxhl.c"
#endif
#ifdef CONFIG_KNIT_BOARD_BUFFALO_WZR_1166DHP
#include "buffalo-wzr-1166dhp.c"
#endif
#ifdef CONFIG_KNIT_BOARD_BUFFALO_WZR_1750DHP
#include "buffalo-wzr-1750dhp.c"
#endif
#ifdef CONFIG_KNIT_BOARD_CZNIC_TURRIS_OMNIA
#include "cznic-turris-omnia.c"
#endif
#ifdef CONFIG_KNIT_BOARD_DLINK_DIR_665
#include "dlink-dir-665.c"
#endif
#ifdef CONFIG_KNIT_BOARD_DLINK_DIR_885L
#include "dlink-dir-885l.c"
#endif
#ifdef CONFIG_KNIT_BOARD_DLINK_DIR_890L
#include "dlink-dir-890l.c"
#endif
#ifdef CONFIG_KNIT_BOARD_DPTECHNICS_DPT_MODULE
#include "dptechnics-dpt-module.c"
#endif
#ifdef CONFIG_KNIT_BOARD_DRAGINO_MS14
#include "dragino-ms14.c"
#endif
#ifdef CONFIG_KNIT_BOARD_EXCITO_B3
#include "excito-b3.c"
#endif
#ifdef CONFIG_KNIT_BOARD_GARDENA_SMART_GATEWAY_MT7688
#include "gardena-smart-gateway-mt7688.c"
#endif
#ifdef CONFIG_KNIT_BOARD_GNUBEE_GB_PC1
#include "gnubee-gb-pc1.c"
#endif
#ifdef CONFIG_KNIT_BOARD_GNUBEE_GB_PC2
#include "gnubee-gb-pc2.c"
#endif
#ifdef CONFIG_KNIT_BOARD_LUXUL_XWR_1200_V1
#include "luxul-xwr-1200-v1.c"
#endif
#ifdef CONFIG_KNIT_BOARD_LUXUL_XWR_3100_V1
#include "luxul-xwr-3100-v1.c"
#endif
#ifdef CONFIG_KNIT_BOARD_MIKROTIK_RB3011
#include "mikrotik-rb3011.c"
#endif
#ifdef CONFIG_KNIT_BOARD_NETGEAR_GS110EMX
#include "netgear-gs110emx.c"
#endif
#ifdef CONFIG_KNIT_BOARD_NETGEAR_R6250_V1
#include "netgear-r6250-v1.c"
#endif
#ifdef CONFIG_KNIT_BOARD_NETGEAR_R6300_V2
#include "netgear-r6300-v2.c"
#endif
#ifdef CONFIG_KNIT_BOARD_NETGEAR_WNR854T
#include "netgear-wnr854t.c"
#endif
#ifdef CONFIG_KNIT_BOARD_ONION_OMEGA
#include "onion-omega.c"
#endif
#ifdef CONFIG_KNIT_BOARD_OPENEMBED_SOM9331
#include "openembed-som9331.c"
#endif
#ifdef CONFIG_KNIT_BOARD_QNAP_TS219
#include "qnap-ts219.c"
#endif
#ifdef CONFIG_KNIT_BOARD_SMARTRG_SR400AC
#include "smartrg-sr400ac.c"
#endif
#ifdef CONFIG_KNIT_BOARD_TPLINK_ARCHER_C5_V2
#include "tplink-archer-c5-v2.c"
#endif
#ifdef CONFIG_KNIT_BOARD_TPLINK_ARCHER_C9_V1
#include "tplink-archer-c9-v1.c"
#endif
#ifdef CONFIG_KNIT_BOARD_TPLINK_TL_MR3020
#include "tplink-tl-mr3020.c"
#endif
#ifdef CONFIG_KNIT_BOARD_TPLINK_TL_WR1043ND_V1
#include "tplink-tl-wr1043nd-v1.c"
#endif

const struct board *const boards[] = {
#ifdef CONFIG_KNIT_BOARD_MALTA
	&board_malta,
#endif
#ifdef CONFIG_KNIT_BOARD_VIRT_ARM
	&board_virt_arm,
#endif
#ifdef CONFIG_KNIT_BOARD_VIRT_RISCV64
	&board_virt_riscv64,
#endif
#ifdef CONFIG_KNIT_BOARD_ALFA_NETWORK_AP120C_AC
	&board_alfa_network_ap120c_ac,
#endif
#ifdef CONFIG_KNIT_BOARD_BUFFALO_LSXHL
	&board_buffalo_lsxhl,
#endif
#ifdef CONFIG_KNIT_BOARD_BUFFALO_WZR_1166DHP
	&board_buffalo_wzr_1166dhp,
#endif
#ifdef CONFIG_KNIT_BOARD_BUFFALO_WZR_1750DHP
	&board_buffalo_wzr_1750dhp,
#endif
#ifdef CONFIG_KNIT_BOARD_CZNIC_TURRIS_OMNIA
	&board_cznic_turris_omnia,
#endif
#ifdef CONFIG_KNIT_BOARD_DLINK_DIR_665
	&board_dlink_dir_665,
#endif
#ifdef CONFIG_KNIT_BOARD_DLINK_DIR_885L
	&board_dlink_dir_885l,
#endif
#ifdef CONFIG_KNIT_BOARD_DLINK_DIR_890L
	&board_dlink_dir_890l,
#endif
#ifdef CONFIG_KNIT_BOARD_DPTECHNICS_DPT_MODULE
	&board_dptechnics_dpt_module,
#endif
#ifdef CONFIG_KNIT_BOARD_DRAGINO_MS14
	&board_dragino_ms14,
#endif
#ifdef CONFIG_KNIT_BOARD_EXCITO_B3
	&board_excito_b3,
#endif
#ifdef CONFIG_KNIT_BOARD_GARDENA_SMART_GATEWAY_MT7688
	&board_gardena_smart_gateway_mt7688,
#endif
#ifdef CONFIG_KNIT_BOARD_GNUBEE_GB_PC1
	&board_gnubee_gb_pc1,
#endif
#ifdef CONFIG_KNIT_BOARD_GNUBEE_GB_PC2
	&board_gnubee_gb_pc2,
#endif
#ifdef CONFIG_KNIT_BOARD_LUXUL_XWR_1200_V1
	&board_luxul_xwr_1200_v1,
#endif
#ifdef CONFIG_KNIT_BOARD_LUXUL_XWR_3100_V1
	&board_luxul_xwr_3100_v1,
#endif
#ifdef CONFIG_KNIT_BOARD_MIKROTIK_RB3011
	&board_mikrotik_rb3011,
#endif
#ifdef CONFIG_KNIT_BOARD_NETGEAR_GS110EMX
	&board_netgear_gs110emx,
#endif
#ifdef CONFIG_KNIT_BOARD_NETGEAR_R6250_V1
	&board_netgear_r6250_v1,
#endif
#ifdef CONFIG_KNIT_BOARD_NETGEAR_R6300_V2
	&board_netgear_r6300_v2,
#endif
#ifdef CONFIG_KNIT_BOARD_NETGEAR_WNR854T
	&board_netgear_wnr854t,
#endif
#ifdef CONFIG_KNIT_BOARD_ONION_OMEGA
	&board_onion_omega,
#endif
#ifdef CONFIG_KNIT_BOARD_OPENEMBED_SOM9331
	&board_openembed_som9331,
#endif
#ifdef CONFIG_KNIT_BOARD_QNAP_TS219
	&board_qnap_ts219,
#endif
#ifdef CONFIG_KNIT_BOARD_SMARTRG_SR400AC
	&board_smartrg_sr400ac,
#endif
#ifdef CONFIG_KNIT_BOARD_TPLINK_ARCHER_C5_V2
	&board_tplink_archer_c5_v2,
#endif
#ifdef CONFIG_KNIT_BOARD_TPLINK_ARCHER_C9_V1
	&board_tplink_archer_c9_v1,
#endif
#ifdef CONFIG_KNIT_BOARD_TPLINK_TL_MR3020
	&board_tplink_tl_mr3020,
#endif
#ifdef CONFIG_KNIT_BOARD_TPLINK_TL_WR1043ND_V1
	&board_tplink_tl_wr1043nd_v1,
#endif
};

const unsigned int nr_boards = ARRAY_SIZE(boards);
